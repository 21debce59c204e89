"""The themes: dark, light and high contrast."""

from textual.theme import Theme

DARK = Theme(
    name="dateline-dark",
    primary="#d9a352",
    secondary="#8a93a3",
    accent="#d9a352",
    warning="#d98c4a",
    error="#d9695f",
    success="#8fb573",
    foreground="#dcd7cc",
    background="#14161a",
    surface="#191c21",
    panel="#22262d",
    dark=True,
    variables={"footer-background": "#14161a", "input-selection-background": "#d9a352 35%"},
)

LIGHT = Theme(
    name="dateline-light",
    primary="#96580f",
    secondary="#6b665c",
    accent="#b5701a",
    warning="#a65a12",
    error="#a8322a",
    success="#4f7a35",
    foreground="#2a2824",
    background="#f8f5ee",
    surface="#f2eee4",
    panel="#e8e2d4",
    dark=False,
    variables={"footer-background": "#f8f5ee", "input-selection-background": "#b5701a 30%"},
)

CONTRAST = Theme(
    name="dateline-contrast",
    primary="#ffd700",
    secondary="#ffffff",
    accent="#ffd700",
    warning="#ffb000",
    error="#ff7b7b",
    success="#7dff7d",
    foreground="#ffffff",
    background="#000000",
    surface="#1a1a1a",
    panel="#4d4d4d",
    dark=True,
    variables={
        "footer-background": "#000000",
        "foreground-muted": "#e0e0e0",
        "text-accent": "#ffe14d",
        "text-warning": "#ffc64d",
        "text-error": "#ff9a9a",
        "text-success": "#8cff8c",
        "input-selection-background": "#ffd700 50%",
    },
)

THEMES = (DARK, LIGHT, CONTRAST)
_NAMES = ("dark", "light", "contrast")


def theme_of(name: str) -> Theme:
    """Return the theme for a value of the setting."""
    return THEMES[_NAMES.index(name)]


def theme_after(theme_name: str) -> tuple[str, Theme]:
    """Return the setting and the theme that follow a theme."""
    names = [theme.name for theme in THEMES]
    at = (names.index(theme_name) + 1) % len(THEMES)
    return _NAMES[at], THEMES[at]
