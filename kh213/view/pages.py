"""The pages of the site: one list, for the navigation, the addresses and the first response."""

from typing import NamedTuple


class Page(NamedTuple):
    """`name` is the page's key in words (`page.<name>.title`) and its file; `slug` is its address.

    `in_menu` is false for a page that is only reached from others.
    """

    name: str
    slug: str
    in_menu: bool = True

    @property
    def path(self) -> str:
        """The address of the page, without a query: `/` or `/chi-tieu`."""
        return f"/{self.slug}"


PAGES: tuple[Page, ...] = (
    Page("overview", ""),
    Page("indicator", "chi-tieu"),
    Page("map", "ban-do"),
    Page("area", "dia-phuong"),
    Page("tasks", "nhiem-vu"),
    Page("data", "du-lieu"),
    Page("embed", "nhung"),
    Page("changes", "thay-doi", in_menu=False),
    Page("verify", "kiem-tra", in_menu=False),
    Page("method", "phuong-phap"),
)


def page(name: str) -> Page:
    """The page of that name. Raises KeyError for a name that no page has."""
    for each in PAGES:
        if each.name == name:
            return each
    raise KeyError(name)
