"""Draw the demo library's PDF: one page of a journal's English abstracts, as a scan would give it.

The page starts in the middle of a sentence, breaks words at line ends, carries two articles and
stops before the last author's address is complete. Those are the traits that make such pages hard
to read by machine, so they are set by hand, line by line. Two runs give the same bytes.

Usage: python seeds/make_pdf.py [OUTPUT.pdf]
"""

import sys
from pathlib import Path

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

DEFAULT_OUTPUT = Path(__file__).parent / "documents" / "02-abstracts-page.pdf"

TITLE = "Quarterly of Strategy and Security, 2020, no. 2: English abstracts"
AUTHOR = "He Mingzhe, Shao Lan, Tang Weilin, Qiao Anran"
SUBJECT = (
    "Written for this demo; restates facts reported by the Journal of International Security "
    "Studies (2020, no. 2). The journal, the authors and their institutions are invented."
)

LATIN, BOLD, CHINESE = "Times-Roman", "Times-Bold", "STSong-Light"
LEFT_PT, TOP_PT, SIZE_PT, LEADING_PT = 88, 775, 12.2, 15
PAPER = Color(0.975, 0.965, 0.935)
FOLD = Color(0.86, 0.84, 0.79)

CHINESE_HEAD = ((LATIN, "Page 112 - "), (CHINESE, "《战略与安全季刊》2020年第2期"))
HEAD = ("P. 112", "Quarterly of Strategy and Security")

FIRST_ABSTRACT = (
    "from its birth to its death. Without the course of reform which Mikhail Gorbachev",
    "named “new thinking”, and without the great protests of the 1980s against nuclear",
    "weapons, the INF Treaty would hardly have come about. Its end has a setting as well:",
    "under the slogan “America First” the government of Donald Trump left one interna-",
    "tional agreement or organization after another, and this treaty was among the casual-",
    "ties. What missiles of intermediate range are good for has changed several times. At",
    "the start of the 1960s they carried the main weight of deterrence between Washington",
    "and Moscow. During the 1970s and 1980s they decided how far deterrence could be",
    "extended to allies. In the new century Russia came to value them as a means against",
    "American missile defense. Today they count more and more for deterrence across do-",
    "mains. A second race among the great powers has begun, and in many respects it will",
    "not look like the first.",
    "[Keywords] missiles of intermediate range, INF Treaty, deterrence, new arms race,",
    "end of treaties",
    "[Authors] HE Mingzhe, Senior Fellow, Heping Institute for Disarmament Research",
    "(Tianjin); SHAO Lan, Associate Professor, Yuhe University (Tianjin).",
)

SECOND_TITLE = (
    "61  How Moscow Learned to See Washington: Three Phases and",
    "What They Mean for Foreign Policy",
)

SECOND_ABSTRACT = (
    "TANG Weilin and QIAO Anran",
    "[Abstract] How does Russia picture the United States, and what follows for its own",
    "conduct? The authors tell three phases apart: a friendly one marked by cooperation,",
    "one of growing competition, and one of sharpened confrontation. The change can be",
    "read from a stiff posture towards Washington and NATO, and from diplomatic and",
    "security aims that reach further than the country's means. Clashing interests and",
    "perception shape each other, yet interests alone do not account for what happened.",
    "History and psychology weigh heavily. They explain why the enlargement of NATO",
    "to the east and the fate of Ukraine matter so much to Moscow, and why it has spent",
    "so lavishly in Syria. Washington has seldom paid heed to such feelings; one step af-",
    "ter another was taken in Moscow as an affront or as a menace, and hostility bred hos-",
    "tility. Out of a memory and a great-power pride that are peculiar to it, Russia has hit",
    "back hard wherever interests collided. These reactions drain its strength and harm its",
    "wider interest, but the authors hold that they can still be defended. Since the picture",
    "of America is now setting firm, an early “reset” is improbable. The case also",
    "teaches that perception has a life of its own. Besides conflicts of interest, society and",
    "culture feed it, and a state's foreign policy therefore does not always obey reason.",
    "[Keywords] strategic perception, Russia and the United States, security policy, great-",
    "power pride",
    "[Authors] TANG Weilin, Professor, Faculty of International Affairs, Yuhe",
)

FOOT = "· 110 ·"


def draw_paper(canvas: Canvas) -> None:
    """Tint the page and mark the fold, so that it looks copied from a bound volume."""
    width_pt, height_pt = A4
    canvas.setFillColor(PAPER)
    canvas.rect(0, 0, width_pt, height_pt, stroke=0, fill=1)
    canvas.setFillColor(FOLD)
    canvas.rect(0, 0, 16, height_pt, stroke=0, fill=1)
    canvas.setFillColorRGB(0.1, 0.1, 0.1)


def draw_lines(canvas: Canvas, lines: tuple[str, ...], top_pt: float, font: str = LATIN) -> float:
    """Draw each line where it was broken and return the height at which the next one starts."""
    canvas.setFont(font, SIZE_PT)
    for line in lines:
        canvas.drawString(LEFT_PT, top_pt, line)
        top_pt -= LEADING_PT
    return top_pt


def draw_chinese_head(canvas: Canvas, top_pt: float) -> None:
    """Draw the bilingual running head, each stretch in the face that has its characters."""
    left_pt: float = LEFT_PT
    for font, words in CHINESE_HEAD:
        canvas.setFont(font, SIZE_PT)
        canvas.drawString(left_pt, top_pt, words)
        left_pt += pdfmetrics.stringWidth(words, font, SIZE_PT)


def draw_page(canvas: Canvas) -> None:
    """Draw the running head, both articles and the printed page number."""
    draw_paper(canvas)
    draw_chinese_head(canvas, TOP_PT)
    top_pt = draw_lines(canvas, HEAD, TOP_PT - LEADING_PT)
    top_pt = draw_lines(canvas, FIRST_ABSTRACT, top_pt - LEADING_PT / 2)
    top_pt = draw_lines(canvas, SECOND_TITLE, top_pt - LEADING_PT / 2, BOLD)
    draw_lines(canvas, SECOND_ABSTRACT, top_pt)
    canvas.setFont(LATIN, SIZE_PT)
    canvas.drawCentredString(A4[0] / 2, 48, FOOT)


def make_pdf(output: Path) -> None:
    """Write the PDF to `output`; the same script always writes the same bytes."""
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    canvas = Canvas(str(output), pagesize=A4, invariant=1, lang="en")
    canvas.setTitle(TITLE)
    canvas.setAuthor(AUTHOR)
    canvas.setSubject(SUBJECT)
    draw_page(canvas)
    canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    make_pdf(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_OUTPUT)
