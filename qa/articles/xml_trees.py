"""XML inside office documents and e-books, parsed without entities, external files or unbounded depth."""

from typing import Any

from qa.articles.documents import DocumentError


def parse_xml(data: bytes) -> Any:
    """Return the root element; DocumentError for XML with a document type or with errors."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root: Any = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(
            f"A part of this file is not valid XML ({getattr(error, 'msg', None) or error}).",
            "Open it in its own program and save it again.",
        ) from error
    if (
        root.getroottree().docinfo.internalDTD is not None
        and root.getroottree().docinfo.internalDTD.entities()
    ):
        raise DocumentError(
            "This file defines XML entities, which can be used for attacks.",
            "Save it again in its own program.",
        )
    return root


def local_name(element: Any) -> str:
    """Return an element's name without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
