/* Text from right to left in the order it is read in, where a file holds it as it stands on paper.

   Browsers and many other programs write Arabic letter by letter from the left. Seen, that is right; searched, copied or
   read aloud it runs backwards. The pieces of such a line change places here; where they stand on the page stays. */

const PRESENTED = /[\uFB50-\uFDFF\uFE70-\uFEFC]/; // signs for the shapes of letters, instead of the letters
const FROM_RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
const FROM_LEFT = /[\p{L}\p{N}]/u; // of what has no letter from right to left
const LATIN = /\p{Script=Latin}/u;
const BRACKETS = "()[]{}<>«»‹›";

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
          found.items.push(...part.value.items);
          found.lang ??= part.value.lang;
          Object.assign(found.styles, part.value.styles);
        }
        found.items = inOrder(found.items);
        if (!includeMarkedContent) found.items = found.items.filter(isText);
        whole.enqueue(found);
        whole.close();
      },
      cancel: (reason) => reader.cancel(reason),
    });
  };
}

const isText = (item) => item.str !== undefined;

/* The items of a page, in which those of a line may have changed places. */
function inOrder(items) {
  const ordered = items.map((item) => (isText(item) ? { ...item, str: inLetters(item.str) } : item));
  for (const line of linesOf(ordered)) {
    const read = asRead(line.map((place) => ordered[place]));
    line.forEach((place, number) => {
      ordered[place] = { ...read[number], hasEOL: items[place].hasEOL };
    });
  }
  return ordered;
}

const inLetters = (text) => (PRESENTED.test(text) ? text.normalize("NFKC") : text);

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
    const before = items[line.at(-1)];
    if (before && !isOnLineOf(before, item)) end();
    line.push(place);
    if (item.hasEOL) end();
  });
  return lines;
}

function isOnLineOf(before, item) {
  const [, slope, , height, , y] = item.transform;
  return item.str === "" || (slope === 0 && Math.abs(y - before.transform[5]) < Math.abs(height || item.height) / 2);
}

/* A line that runs to the right although its letters run to the left is turned round, all but what runs to the right. */
function asRead(line) {
  const letters = line.filter((item) => FROM_RIGHT.test(item.str));
  if (letters.some((item) => LATIN.test(item.str))) return line; // the engine has put that in order, and hides how
  const steps = letters.slice(1).map((item, number) => Math.sign(item.transform[4] - letters[number].transform[4]));
  if (steps.reduce((sum, step) => sum + step, 0) <= 0) return line;
  const others = line.filter((item) => !FROM_RIGHT.test(item.str) && FROM_LEFT.test(item.str));
  return lengthOf(letters) >= lengthOf(others) ? turned(line) : turnedWithin(line);
}

const lengthOf = (items) => items.reduce((sum, item) => sum + item.str.length, 0);

/* A line from right to left: turned round, and the runs from left to right in it back again. */
function turned(line) {
  return byRuns(reversed(line), (item) => !FROM_RIGHT.test(item.str) && FROM_LEFT.test(item.str));
}

/* Brackets look the other way in text that runs the other way. */
function reversed(items) {
  const isOther = (item) => !FROM_RIGHT.test(item.str) && !FROM_LEFT.test(item.str);
  return [...items].reverse().map((item) => (isOther(item) ? { ...item, str: [...item.str].map(mirrored).join("") } : item));
}

function mirrored(sign) {
  const at = BRACKETS.indexOf(sign);
  return at < 0 ? sign : BRACKETS[at ^ 1];
}

/* A line from left to right, in which only the runs from right to left are turned round. */
function turnedWithin(line) {
  return byRuns(line, (item) => FROM_RIGHT.test(item.str));
}

/* Turn each run round that begins and ends with a chosen item and holds no other letter. */
function byRuns(line, isChosen) {
  const done = [];
  let run = [];
  let kept = 0; // up to the last chosen one
  const end = () => {
    done.push(...reversed(run.slice(0, kept)), ...run.slice(kept));
    [run, kept] = [[], 0];
  };
  for (const item of line) {
    const isOther = !isChosen(item) && (FROM_RIGHT.test(item.str) || FROM_LEFT.test(item.str));
    if (isOther) {
      end();
      done.push(item);
    } else if (run.length || isChosen(item)) {
      run.push(item);
      if (isChosen(item)) kept = run.length;
    } else done.push(item);
  }
  end();
  return done;
}
