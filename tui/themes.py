"""The two looks: ink on paper and paper on ink, with one accent."""

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
