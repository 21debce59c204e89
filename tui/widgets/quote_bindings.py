"""Keys that act on the selected quote: the same in every list of quotes."""

from textual.binding import Binding, BindingType

_ACTIONS = {
    "y": ("copy_quote", "Copy", "Copy the {part} with its source and date"),
    "Y": ("copy_footnote", "Footnote", "Copy the quote with a Markdown footnote"),
    "v": ("show_page", "Page", "Show the page of the PDF, with the quote highlighted"),
    "f": ("ask_only", "Ask only this", "Ask only this article, until you remove the filter"),
    "o": ("read_article", "Read", "Read the article at the {part}, in $PAGER if it is set"),
    "O": ("edit_file", "Edit", "Open the file in $EDITOR at the {part}"),
    "u": ("open_address", "Address", "Open the article's address in the browser"),
}


def quote_bindings(part: str, keys: str, hidden: str = "") -> list[BindingType]:
    """Return the bindings of `keys`, in their order, to the screen's actions; `part` names what the list shows.

    Help lists all of them, and the key bar those that are not in `hidden`.
    """
    made: list[BindingType] = []
    for key in keys:
        action, label, tooltip = _ACTIONS[key]
        made.append(
            Binding(key, f"screen.{action}", label, show=key not in hidden, tooltip=tooltip.format(part=part))
        )
    return made
