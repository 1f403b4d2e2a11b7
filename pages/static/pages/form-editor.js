// The fields of the form editor that no ready-made widget offers. Each keeps its value as JSON in a hidden input.
"use strict";
(() => {
  const source = document.getElementById("form-editor-data");
  if (!source) return;
  const form = JSON.parse(source.textContent);
  const words = form.words;
  const questions = new Map(form.questions.map((question) => [question.path, question]));
  const TRUTH = [["true", words.yes], ["false", words.no]];

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function choose(label, groups, chosen, take) {
    const select = make("select", { onchange: () => take(select.value) });
    select.setAttribute("aria-label", label);
    let isThere = false;
    for (const [group, entries] of groups) {
      const target = group ? make("optgroup", { label: group }) : select;
      for (const [value, text] of entries) {
        isThere ||= value === chosen;
        target.append(make("option", { value, textContent: text, selected: value === chosen }));
      }
      if (group) select.append(target);
    }
    if (!isThere && chosen) select.append(make("option", { value: chosen, textContent: chosen, selected: true }));
    return select;
  }

  function button(text, act, label = "") {
    const made = make("button", { type: "button", className: "button button-small button-secondary", onclick: act });
    made.textContent = text;
    if (label) made.setAttribute("aria-label", label);
    return made;
  }

  function byStep(list) {
    const steps = new Map();
    for (const { path, label, step } of list) {
      if (!steps.has(step)) steps.set(step, []);
      steps.get(step).push([path, label]);
    }
    return [["", [["", words.choose]]], ...steps];
  }

  class FormElement extends HTMLElement {
    connectedCallback() {
      if (this.box) return;
      this.box = this.appendChild(make("div", { className: "form-element__box" }));
      queueMicrotask(() => this.begin()); // the block editor sets the value right after it has put the element in place
    }

    get input() {
      return this.querySelector(":scope > input");
    }

    begin() {
      this.value = this.read(JSON.parse(this.input.value || "null"));
      this.draw();
    }

    read(value) {
      return value;
    }

    written() {
      return this.value;
    }

    keep(isRedrawn = true) {
      this.input.value = JSON.stringify(this.written());
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
      if (isRedrawn) this.redraw();
    }

    // Another field of the same block, by its name: the nearest around this one.
    beside(name) {
      const parts = this.input.name.split("-");
      while (parts.pop() && parts.length) {
        const found = document.getElementsByName([...parts, name].join("-"))[0];
        if (found) return found;
      }
      return null;
    }

    follow(...names) {
      for (const name of names) this.beside(name)?.addEventListener("change", () => this.redraw());
    }

    note(textContent) {
      return make("p", { className: "form-element__note", textContent });
    }

    redraw() {
      const fields = () => [...this.box.querySelectorAll("select, input, button")];
      const at = fields().indexOf(document.activeElement);
      this.draw();
      if (at >= 0) (fields()[at] || fields().at(-1))?.focus();
    }
  }

  // Conditions: {join, parts}; a part is a test or a bracket, each may be negated.

  function readPart(raw) {
    if (raw && "not" in raw) return { ...readPart(raw.not), negated: !readPart(raw.not).negated };
    if (raw && "field" in raw) {
      const operator = Object.keys(raw).find((key) => key !== "field");
      return { path: raw.field, operator, operand: raw[operator], negated: false };
    }
    const join = raw && "any" in raw ? "any" : "all";
    return { join, parts: ((raw && raw[join]) || []).map(readPart), negated: false };
  }

  function writePart(part) {
    let raw = null;
    if (part.parts) {
      const inner = part.parts.map(writePart).filter(Boolean);
      raw = inner.length > 1 ? { [part.join]: inner } : inner[0] || null;
    } else if (part.path) {
      raw = { field: part.path, [part.operator]: part.operand };
    }
    return raw && part.negated ? { not: raw } : raw;
  }

  function comparisons(question) {
    const both = [["filled", words.filled], ["unfilled", words.unfilled]];
    switch (question?.type) {
      case "choice":
        return [["is", words.is], ["in", words.in], ...both];
      case "multichoice":
        return [["contains", words.contains], ...both];
      case "boolean":
        return [["is", words.is]];
      case "date":
      case "partial_date":
        return [["under_age", words.under_age], ...both];
      default:
        return both;
    }
  }

  function firstTest(question) {
    const operator = comparisons(question)[0][0];
    const first = question.options[0]?.[0] ?? "";
    const operands = { is: question.type === "boolean" ? true : first, in: [first], contains: first, under_age: 18 };
    return operator === "unfilled" || operator === "filled"
      ? { operator: "filled", operand: operator === "filled" }
      : { operator, operand: operands[operator] };
  }

  class Condition extends FormElement {
    read(raw) {
      const part = readPart(raw);
      return part.parts && !part.negated ? part : { join: "all", parts: raw ? [part] : [], negated: false };
    }

    written() {
      return writePart(this.value);
    }

    draw() {
      this.box.replaceChildren(this.drawBracket(this.value, true));
    }

    drawBracket(bracket, isWhole) {
      const box = make("div", { className: isWhole ? "form-condition" : "form-condition form-condition--inside" });
      if (!bracket.parts.length) box.append(make("p", { className: "form-element__note", textContent: words.always }));
      if (bracket.parts.length > 1) {
        const joints = [["", [["all", words.all], ["any", words.any]]]];
        box.append(choose(words.allOrAny, joints, bracket.join, (value) => { bracket.join = value; this.keep(); }));
      }
      bracket.parts.forEach((part, number) => box.append(this.drawPart(bracket, part, number)));
      const acts = make("div", { className: "form-element__acts" });
      acts.append(button(words.add, () => { bracket.parts.push({ path: "", operator: "filled", operand: true }); this.keep(); }));
      if (isWhole && bracket.parts.length) {
        acts.append(button(words.addCluster, () => { bracket.parts.push({ join: "any", parts: [] }); this.keep(); }));
      }
      box.append(acts);
      return box;
    }

    drawPart(bracket, part, number) {
      const row = make("div", { className: "form-condition__part" });
      const truth = [["", [["", words.holds], ["1", words.not]]]];
      row.append(choose(words.comparison, truth, part.negated ? "1" : "", (value) => { part.negated = Boolean(value); this.keep(); }));
      if (part.parts) row.append(this.drawBracket(part, false));
      else row.append(...this.drawTest(part));
      row.append(button("×", () => { bracket.parts.splice(number, 1); this.keep(); }, words.remove));
      return row;
    }

    drawTest(test) {
      const question = questions.get(test.path);
      const asked = choose(words.question, byStep(form.questions), test.path, (path) => {
        test.path = path;
        if (questions.has(path)) Object.assign(test, firstTest(questions.get(path)));
        this.keep();
      });
      if (!test.path) return [asked];
      const shown = test.operator === "filled" && !test.operand ? "unfilled" : test.operator;
      const compare = choose(words.comparison, [["", comparisons(question)]], shown, (value) => {
        const before = Array.isArray(test.operand) ? test.operand[0] : test.operand;
        const known = question?.options.some(([key]) => key === before) ? before : question?.options[0]?.[0];
        const operands = { filled: true, unfilled: false, in: [known], is: known, contains: known, under_age: 18 };
        test.operator = value === "unfilled" ? "filled" : value;
        test.operand = operands[value];
        this.keep();
      });
      return [asked, compare, ...this.drawOperand(test, question)];
    }

    drawOperand(test, question) {
      const take = (value) => { test.operand = value; this.keep(false); };
      if (test.operator === "filled") return [];
      if (test.operator === "under_age") {
        const years = make("input", { type: "number", min: 1, max: 120, value: test.operand });
        years.setAttribute("aria-label", words.years);
        years.onchange = () => take(Number(years.value));
        return [years, make("span", { textContent: words.years })];
      }
      if (test.operator === "in") return [ticks(question?.options ?? [], test.operand ?? [], take)];
      if (typeof test.operand === "boolean") {
        return [choose(words.answer, [["", TRUTH]], String(test.operand), (value) => take(value === "true"))];
      }
      return [choose(words.answer, [["", question?.options ?? []]], test.operand, take)];
    }
  }

  const fits = (value, key) => (value.endsWith("*") ? key.startsWith(value.slice(0, -1)) : key === value);

  // A tick an option. A value with an asterisk stands for all options that begin so; it stays while all of them do.
  function ticks(options, chosen, take) {
    const box = make("fieldset", { className: "form-ticks" });
    box.setAttribute("aria-label", words.answer);
    const covered = (value) => options.filter(([key]) => fits(value, key)).map(([key]) => key);
    const unknown = chosen.filter((value) => !covered(value).length);
    const boxes = [...options, ...unknown.map((value) => [value, value])].map(([value, text]) => {
      const isChosen = chosen.some((one) => fits(one, value)) || unknown.includes(value);
      const tick = make("input", { type: "checkbox", value, checked: isChosen });
      tick.onchange = () => {
        const ticked = boxes.filter((one) => one.checked).map((one) => one.value);
        const kept = chosen.filter((one) => ticked.includes(one) || (covered(one).length && covered(one).every((key) => ticked.includes(key))));
        chosen = [...kept, ...ticked.filter((key) => !kept.some((one) => fits(one, key)))];
        take(chosen);
      };
      box.append(make("label", {}, tick, " ", text));
      return tick;
    });
    return box;
  }

  // Answers of a choice, each with a mark: {options: [[key, label], …], marks: {key: code}}.

  class Options extends FormElement {
    read(value) {
      return { options: value?.options ?? [], marks: value?.marks ?? {} };
    }

    begin() {
      super.begin();
      this.list?.addEventListener("change", () => this.redraw());
    }

    get list() {
      return document.getElementsByName(`${this.input.name}_ref`)[0];
    }

    draw() {
      const shared = this.list?.value;
      const list = make("ul", { className: "form-options" });
      if (shared) {
        for (const [key, label] of form.lists[shared] ?? []) {
          list.append(make("li", {}, make("span", { textContent: label }), this.mark(key, label)));
        }
        const note = make("p", { className: "form-element__note", textContent: words.sharedList });
        this.box.replaceChildren(note, list);
        return;
      }
      this.value.options.forEach((option, number) => list.append(this.drawOption(option, number)));
      const add = button(words.addOption, () => {
        this.value.options.push(["", ""]);
        this.keep();
        [...this.box.querySelectorAll("li input")].at(-1)?.focus();
      });
      this.box.replaceChildren(list, make("div", { className: "form-element__acts" }, add));
    }

    drawOption(option, number) {
      const field = make("input", { type: "text", value: option[1], maxLength: 200 });
      field.setAttribute("aria-label", `${words.answer} ${number + 1}`);
      field.oninput = () => { option[1] = field.value; this.keep(false); };
      field.onkeydown = (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        this.box.querySelector(".form-element__acts button").click();
      };
      const swap = (to) => () => {
        const options = this.value.options;
        if (to < 0 || to >= options.length) return;
        [options[number], options[to]] = [options[to], options[number]];
        this.keep();
      };
      const row = make("li", {}, field);
      if (option[0] && form.marks.length && !this.hasAttribute("data-plain")) row.append(this.mark(option[0], option[1]));
      row.append(
        button("↑", swap(number - 1), `${words.up}: ${option[1]}`),
        button("↓", swap(number + 1), `${words.down}: ${option[1]}`),
        button("×", () => {
          this.value.options.splice(number, 1);
          delete this.value.marks[option[0]];
          this.keep();
        }, `${words.remove}: ${option[1]}`),
      );
      return row;
    }

    mark(key, label) {
      const entries = [["", [["", words.noMark], ...form.marks.map(([code, text]) => [code, `${code} ${text}`])]]];
      return choose(`${words.mark}: ${label}`, entries, this.value.marks[key] ?? "", (code) => {
        if (code) this.value.marks[key] = code;
        else delete this.value.marks[key];
        this.keep(false);
      });
    }
  }

  // Questions with the answers that count: {path: [values]}.

  class Answers extends FormElement {
    begin() {
      super.begin();
      if (this.dataset.of) this.follow(this.dataset.of);
    }

    get offered() {
      if (!this.dataset.of) return form.questions;
      const group = this.beside(this.dataset.of)?.value;
      return form.questions.filter((question) => group && question.path.startsWith(`${group}.`));
    }

    get said() {
      return { question: words.question, add: words.addQuestion };
    }

    read(value) {
      return Object.entries(value ?? {});
    }

    written() {
      return Object.fromEntries(this.value.filter(([path]) => path));
    }

    draw() {
      if (this.dataset.of && !this.offered.length && !this.value.length) {
        this.box.replaceChildren(this.note(words.chooseGroup));
        return;
      }
      const list = make("ul", { className: "form-answers" });
      this.value.forEach((entry, number) => list.append(this.drawEntry(entry, number)));
      const add = button(this.said.add, () => { this.value.push(["", []]); this.keep(); });
      this.box.replaceChildren(list, make("div", { className: "form-element__acts" }, add));
    }

    drawEntry(entry, number) {
      const [path, values] = entry;
      const row = make("li");
      row.append(choose(this.said.question, byStep(this.offered), path, (value) => { entry[0] = value; entry[1] = []; this.keep(); }));
      const take = (chosen) => { entry[1] = chosen; this.keep(false); };
      const options = this.offered.find((question) => question.path === path)?.options ?? [];
      if (path && options.length) row.append(ticks(options, values, take));
      else if (path) row.append(typedAnswers(values, take));
      row.append(button("×", () => { this.value.splice(number, 1); this.keep(); }, words.remove));
      return row;
    }
  }

  function typedAnswers(values, take) {
    const field = make("input", { type: "text", value: values.join(", "), title: words.values });
    field.setAttribute("aria-label", words.values);
    field.onchange = () => take(field.value.split(",").map((one) => one.trim()).filter(Boolean));
    return field;
  }

  class Facts extends Answers {
    get offered() {
      return form.facts ?? [];
    }

    get said() {
      return { question: words.fact, add: words.addFact };
    }
  }

  // One answer of the block's question: its key.

  class Answer extends FormElement {
    begin() {
      super.begin();
      this.follow("field");
    }

    draw() {
      const question = questions.get(this.beside("field")?.value);
      const take = (value) => { this.value = value || null; this.keep(false); };
      if (!question) {
        this.box.replaceChildren(this.note(words.chooseFirst));
      } else if (question.options.length) {
        this.box.replaceChildren(choose(words.answer, [["", [["", "–"], ...question.options]]], this.value ?? "", take));
      } else {
        const field = make("input", { type: "text", value: this.value ?? "", onchange: () => take(field.value.trim()) });
        field.setAttribute("aria-label", words.answer);
        this.box.replaceChildren(field);
      }
    }
  }

  // For each answer of one question those of another that fit: {answer: [values]}; without an entry any fits.

  class Pairs extends FormElement {
    begin() {
      super.begin();
      this.follow("field", "depends_on");
    }

    read(value) {
      return new Map(Object.entries(value ?? {}));
    }

    written() {
      return Object.fromEntries(this.value);
    }

    draw() {
      const asked = questions.get(this.beside("depends_on")?.value);
      const fitting = questions.get(this.beside("field")?.value);
      if (!asked || !fitting) {
        this.box.replaceChildren(this.note(words.chooseBoth));
        return;
      }
      const known = asked.options.map(([key]) => key);
      const rows = [...asked.options, ...[...this.value.keys()].filter((key) => !known.includes(key)).map((key) => [key, key])];
      const list = make("ul", { className: "form-pairs" });
      rows.forEach(([key, label]) => list.append(this.drawRow(key, label, fitting.options)));
      this.box.replaceChildren(list);
    }

    drawRow(key, label, options) {
      const values = this.value.get(key) ?? ["*"];
      const isAny = values.includes("*");
      const take = (chosen) => { this.value.set(key, chosen); this.keep(false); };
      const modes = [["", [["any", words.anyAnswer], ["only", words.onlyThese]]]];
      const mode = choose(`${words.given} ${label}`, modes, isAny ? "any" : "only", (chosen) => {
        if (chosen === "any") this.value.delete(key);
        else this.value.set(key, []);
        this.keep();
      });
      const row = make("li", {}, make("span", { textContent: `${words.given} „${label}“` }), mode);
      if (!isAny && options.length) row.append(ticks(options, values, take));
      else if (!isAny) row.append(typedAnswers(values, take));
      return row;
    }
  }

  // Keys of the group's questions that are columns of its table, in order.

  class Columns extends FormElement {
    begin() {
      super.begin();
      this.follow("repeats");
    }

    read(value) {
      return value ?? [];
    }

    get offered() {
      const group = this.beside(this.dataset.of)?.value;
      const inside = form.questions.filter((question) => group && question.path.startsWith(`${group}.`));
      return new Map(inside.map((question) => [question.path.slice(group.length + 1), question]));
    }

    draw() {
      const offered = this.offered;
      if (!this.beside("repeats")?.checked || !offered.size) {
        this.box.replaceChildren(this.note(offered.size ? words.columnsRepeat : words.columnsSave));
        return;
      }
      const list = make("ol", { className: "form-options" });
      this.value.forEach((key, number) => list.append(this.drawColumn(key, number, offered)));
      const left = [...offered].filter(([key, { type }]) => type !== "textarea" && !this.value.includes(key));
      const entries = left.map(([key, question]) => [key, question.short]);
      const add = choose(words.addColumn, [["", [["", words.addColumn], ...entries]]], "", (key) => {
        if (key) this.value.push(key);
        this.keep();
      });
      this.box.replaceChildren(
        ...(this.value.length ? [list] : [this.note(words.noColumns)]),
        make("div", { className: "form-element__acts" }, ...(left.length ? [add] : [])),
      );
    }

    drawColumn(key, number, offered) {
      const label = offered.get(key)?.short ?? key;
      const swap = (to) => () => {
        if (to < 0 || to >= this.value.length) return;
        [this.value[number], this.value[to]] = [this.value[to], this.value[number]];
        this.keep();
      };
      return make(
        "li",
        {},
        make("span", { textContent: label }),
        button("↑", swap(number - 1), `${words.up}: ${label}`),
        button("↓", swap(number + 1), `${words.down}: ${label}`),
        button("×", () => { this.value.splice(number, 1); this.keep(); }, `${words.remove}: ${label}`),
      );
    }
  }

  customElements.define("form-columns", Columns);
  customElements.define("form-condition", Condition);
  customElements.define("form-options", Options);
  customElements.define("form-answers", Answers);
  customElements.define("form-facts", Facts);
  customElements.define("form-answer", Answer);
  customElements.define("form-pairs", Pairs);
})();
