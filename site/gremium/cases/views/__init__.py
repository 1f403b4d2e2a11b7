"""Desks and case pages, by the area they belong to."""
