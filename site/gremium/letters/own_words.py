"""What stands on every letter beside its template's sentences; German, translated as those are."""

REFERENCE = "Kennzeichen"
DATE = "Datum"
FREE_TEXT = "Dieser Text ist auf Deutsch verfasst. Ihre Beratung kann ihn mit Ihnen lesen."
FREE_LIST = "Diese Liste ist auf Deutsch verfasst. Ihre Beratung kann sie mit Ihnen lesen."
HELP = "Die Übersetzung ist eine Lesehilfe. Es gilt der deutsche Text."
UNCHECKED = "Noch kein Mensch hat diese Übersetzung geprüft."
PARTLY = "Wo keine Übersetzung steht, gibt es zurzeit keine gültige. Ihre Beratung kann den deutschen Text übersetzen."

OWN_WORDS = (REFERENCE, DATE, FREE_TEXT, FREE_LIST, HELP, UNCHECKED, PARTLY)
