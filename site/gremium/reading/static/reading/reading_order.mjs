/* Text from right to left in the order it is read in, where a file holds it as it stands on paper.

   Browsers and many other programs write Arabic letter by letter from the left. Seen, that is right; searched, copied or
   read aloud it runs backwards. The pieces of such a line change places here; where they stand on the page stays. */

const PRESENTED = /[\uFB50-\uFDFF\uFE70-\uFEFC]/; // signs for the shapes of letters, instead of the letters
const FROM_RIGHT = /(?!\p{Nd})[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
const LETTER = /\p{L}/u;
const FROM_LEFT = /[\p{L}\p{N}]/u;
const BRACKETS = "()[]{}<>«»‹›";
const WITHIN_NUMBERS = /^[/:.,]$/;
const FARTHEST = 1.5; // times the height of a letter: what stands farther apart is in two columns
const AT_ONCE = 10000; // pieces in one message: the engine unpacks it into the arguments of a call

const runsLeft = (item) => FROM_RIGHT.test(item.str);
const runsRight = (item) => !runsLeft(item) && FROM_LEFT.test(item.str);
const isText = (item) => item.str !== undefined;

/* Make all pages of a document give their text in the order it is read in. */
export async function readInOrder(pdf) {
  const pages = Object.getPrototypeOf(await pdf.getPage(1));
  if (pages.streamsInOrder) return;
  const stream = pages.streamTextContent;
  pages.streamsInOrder = true;
  pages.streamTextContent = function ({ includeMarkedContent = false, ...how } = {}) {
    // what belongs to which part of the page decides the order, for those too who do not ask for it
    const reader = stream.call(this, { ...how, includeMarkedContent: true }).getReader();
    return new ReadableStream({
      async start(whole) {
        const found = { items: [], styles: {}, lang: null };
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          for (const item of part.value.items) found.items.push(item);
          found.lang ??= part.value.lang;
          Object.assign(found.styles, part.value.styles);
        }
        const items = inOrder(found.items).filter((item) => includeMarkedContent || isText(item));
        for (let at = 0; at === 0 || at < items.length; at += AT_ONCE) {
          whole.enqueue({ ...found, items: items.slice(at, at + AT_ONCE) });
        }
        whole.close();
      },
      cancel: (reason) => reader.cancel(reason),
    });
  };
}

/* The items of a page, in which those of a line may have changed places. */
function inOrder(items) {
  const ordered = items.map((item) => (isText(item) ? { ...item, str: inLetters(item.str) } : item));
  const isFromRight = lengthOf(ordered.filter((item) => isText(item) && runsLeft(item))) >= lengthOf(ordered.filter(isOfOthers));
  for (const line of linesOf(ordered)) {
    const read = asRead(
      line.map((place) => ordered[place]),
      isFromRight,
    );
    line.forEach((place, number) => {
      ordered[place] = { ...read[number], hasEOL: items[place].hasEOL };
    });
  }
  return ordered;
}

const inLetters = (text) => (PRESENTED.test(text) ? text.normalize("NFKC") : text);
const isOfOthers = (item) => isText(item) && runsRight(item) && LETTER.test(item.str);
const lengthOf = (items) => items.reduce((sum, item) => sum + item.str.length, 0);

/* Places of text that stands in one line of one part of the page. */
function linesOf(items) {
  const lines = [];
  let line = [];
  const end = () => void (line = lines[lines.push([]) - 1]);
  end();
  items.forEach((item, place) => {
    if (!isText(item)) {
      if (item.id || item.tag === "Artifact") end(); // another paragraph or cell
      return;
    }
    if (line.length && !isOnLineOf(items[line.at(-1)], item)) end();
    line.push(place);
    if (item.hasEOL) end();
  });
  return lines;
}

function isOnLineOf(before, item) {
  if (item.str === "" || before.str === "") return true;
  const [scale, slope, , height, x, y] = item.transform;
  const [, , , , left, base] = before.transform;
  const letter = Math.abs(height || item.height);
  const apart = Math.max(x - left - before.width, left - x - item.width);
  return scale > 0 && slope === 0 && Math.abs(y - base) < letter / 2 && apart < FARTHEST * letter;
}

/* A line that runs to the right although its letters run to the left is turned round, all but what runs to the right. */
function asRead(line, isPageFromRight) {
  const letters = line.filter(runsLeft);
  if (letters.some((item) => /\p{Script=Latin}/u.test(item.str))) return line; // the engine has put that in order, and hides how
  const steps = letters.slice(1).map((item, number) => Math.sign(item.transform[4] - letters[number].transform[4]));
  if (steps.reduce((sum, step) => sum + step, 0) <= 0) return line;
  const isBlank = (item) => item.str.trim() === "";
  const first = line.findIndex((item) => !isBlank(item));
  const last = line.findLastIndex((item) => !isBlank(item)) + 1;
  const ends = line.filter((item) => LETTER.test(item.str));
  const [isLeftOther, isRightOther] = [ends[0], ends.at(-1)].map((item) => !runsLeft(item));
  const isFromRight = isLeftOther === isRightOther ? !isLeftOther : isPageFromRight;
  const turn = isFromRight ? turned : turnedWithin;
  return [...line.slice(0, first), ...turn(line.slice(first, last)), ...line.slice(last)];
}

/* A line from right to left: turned round, and the runs from left to right in it back again. */
const turned = (line) => byRuns(reversed(line), runsRight, isOneRun);

/* A line from left to right, in which only the runs from right to left are turned round. */
const turnedWithin = (line) => byRuns(line, runsLeft, () => true);

/* Words with what is between them; two numbers only where a sign joins them, as in dates and times. */
function isOneRun(item, between, next) {
  if (LETTER.test(item.str) || LETTER.test(next.str)) return true;
  return between.length === 1 && WITHIN_NUMBERS.test(between[0].str);
}

/* Brackets look the other way in text that runs the other way. */
function reversed(items) {
  const turnedSigns = (text) => [...text].map(mirrored).join("");
  return [...items].reverse().map((item) => (FROM_LEFT.test(item.str) ? item : { ...item, str: turnedSigns(item.str) }));
}

function mirrored(sign) {
  const at = BRACKETS.indexOf(sign);
  return at < 0 ? sign : BRACKETS[at ^ 1];
}

/* Turn each run round: chosen items that follow each other, with the signs and blanks between them. */
function byRuns(line, isChosen, isJoined) {
  const done = [];
  let run = [];
  let kept = 0; // up to the last chosen one
  const end = () => {
    done.push(...reversed(run.slice(0, kept)), ...run.slice(kept));
    [run, kept] = [[], 0];
  };
  for (const item of line) {
    if (isChosen(item)) {
      if (kept && !isJoined(run[kept - 1], run.slice(kept), item)) end();
      kept = run.push(item);
    } else if (kept && !FROM_LEFT.test(item.str)) run.push(item);
    else {
      end();
      done.push(item);
    }
  }
  end();
  return done;
}
