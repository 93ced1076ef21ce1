"""The little XML that the Office libraries have no interface for."""

from collections.abc import Mapping
from typing import Any

from lxml import etree


def child(parent: Any, tag: str, attributes: Mapping[str, str] | None = None) -> Any:
    """A new last child; tag and attributes in Clark notation, as `qn` gives it."""
    return etree.SubElement(parent, tag, dict(attributes or {}))


def element(tag: str, attributes: Mapping[str, str] | None = None) -> Any:
    """A new element on its own."""
    return etree.Element(tag, dict(attributes or {}))


def part_root(part: Any) -> Any:
    """The XML of a part that the library keeps as bytes (theme, font table): parts of the library's own template only."""
    return etree.fromstring(part.blob)


def keep(part: Any, root: Any) -> None:
    """Put changed XML back into such a part."""
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
