"""`{% explained glossary %} … {% endexplained %}`: legal words get links, their explanations follow."""

from django import template

from pages.glossing import gloss

register = template.Library()


class Explained(template.Node):
    def __init__(self, terms: template.base.FilterExpression, content: template.NodeList) -> None:
        self.terms = terms
        self.nodelist = content

    def render(self, context: template.Context) -> str:
        glossed = gloss(self.nodelist.render(context), self.terms.resolve(context) or ())
        if not glossed.terms:
            return glossed.html
        words = context.template.engine.get_template("pages/_words.html")  # type: ignore[union-attr]
        with context.push(terms=glossed.terms):
            return glossed.html + str(words.render(context))


@register.tag
def explained(parser: template.base.Parser, token: template.base.Token) -> Explained:
    _tag, terms = token.split_contents()
    content = parser.parse(("endexplained",))
    parser.delete_first_token()
    return Explained(parser.compile_filter(terms), content)
