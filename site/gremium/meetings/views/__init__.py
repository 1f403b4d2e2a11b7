"""Pages of meetings: the secretariat's and the members'."""
