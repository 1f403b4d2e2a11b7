"""A site as Wagtail's own tutorial makes it: one kind of page and a menu of languages, to compare our pages with."""
