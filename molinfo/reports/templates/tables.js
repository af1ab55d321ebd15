"use strict";
// A table that sorts, filters and pages in the page. Rows are {cells, row}: the values to sort by,
// and the element, or a function that makes it when it is first shown.
class LiveTable {
  constructor(table, rows, {pageSize = 50, onShow = () => {}} = {}) {
    Object.assign(this, {table, rows, pageSize, onShow, page: 0, column: null, down: false});
    this.filter = () => true;
    this.status = document.getElementById(table.dataset.status);
    for (const button of document.querySelectorAll(`[data-turn="${table.id}"]`))
      button.addEventListener("click", () => this.turn(Number(button.dataset.by)));
    table.tHead.addEventListener("click", event => {
      const head = event.target.closest("button")?.closest("th");
      if (head) this.sort(head.cellIndex);
    });
  }
  sort(column) {
    this.down = this.column === column ? !this.down : false;
    this.column = column;
    this.page = 0;
    this.show();
  }
  turn(by) { this.page += by; this.show(); }
  select(filter) { this.filter = filter; this.page = 0; this.show(); }
  show() {
    const found = this.rows.filter(this.filter), column = this.column;
    if (column !== null)
      found.sort((a, b) => compare(a.cells[column], b.cells[column], this.down));
    const pages = Math.max(1, Math.ceil(found.length / this.pageSize));
    this.page = Math.min(Math.max(this.page, 0), pages - 1);
    const first = this.page * this.pageSize;
    const shown = found.slice(first, first + this.pageSize);
    this.table.tBodies[0].replaceChildren(...shown.map(each => {
      if (typeof each.row === "function") each.row = each.row();
      return each.row;
    }));
    [...this.table.tHead.rows[0].cells].forEach((head, index) => {
      if (index !== column) head.removeAttribute("aria-sort");
      else head.setAttribute("aria-sort", this.down ? "descending" : "ascending");
    });
    for (const button of document.querySelectorAll(`[data-turn="${this.table.id}"]`)) {
      const to = this.page + Number(button.dataset.by);
      button.disabled = to < 0 || to >= pages;
    }
    this.status.textContent = found.length === 0 ? "No record fits."
      : `${first + 1} to ${first + shown.length} of ${found.length}`
        + (found.length < this.rows.length ? ` (${this.rows.length} in all)` : "");
    this.onShow(found);
  }
}

// Numbers by size, texts by alphabet, what is missing last whichever way.
function compare(a, b, down) {
  if (isMissing(a) || isMissing(b)) return isMissing(a) - isMissing(b);
  const order = typeof a === "number" && typeof b === "number" ? a - b
    : String(a).localeCompare(String(b), "en", {numeric: true});
  return down ? -order : order;
}
function isMissing(value) { return value === null || value === ""; }

// What stands in a filter: ">3", "<=5", "2..4", "=1", else a piece of text.
function readCondition(text) {
  text = text.trim();
  if (!text) return () => true;
  const range = text.match(/^(-?[\d.]+)\s*\.\.\s*(-?[\d.]+)$/);
  if (range) return value => value !== null && value >= +range[1] && value <= +range[2];
  const bound = text.match(/^(<=|>=|<|>|=)\s*(-?[\d.]+(?:e-?\d+)?)$/i);
  if (!bound) return value => String(value ?? "").toLowerCase().includes(text.toLowerCase());
  const limit = +bound[2];
  return value => value !== null && {
    "<": value < limit, ">": value > limit, "=": value === limit,
    "<=": value <= limit, ">=": value >= limit}[bound[1]];
}

function make(name, text = "", attributes = {}) {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function startRecords(table) {
  for (const head of table.tHead.rows[0].cells)
    head.replaceChildren(make("button", head.textContent, {type: "button"}));
  const rows = [...table.tBodies[0].rows].map(row => ({
    row, data: row.dataset, article: document.getElementById(row.dataset.record),
    cells: [...row.cells].map(cell => cell.classList.contains("number")
      ? Number(cell.textContent) : cell.textContent.trim()),
  }));
  const live = new LiveTable(table, rows, {onShow(found) {
    const fits = new Set(found);
    for (const each of rows) if (each.article) each.article.hidden = !fits.has(each);
  }});
  const text = document.getElementById("find"), verdict = document.getElementById("verdict");
  const code = document.getElementById("code");
  const select = () => {
    const wanted = text.value.trim().toLowerCase();
    live.select(({data, row}) => (!verdict.value || data.verdict === verdict.value)
      && (!code.value || data.codes.split(" ").includes(code.value))
      && (!wanted || `${data.record} ${row.textContent} ${data.find}`.toLowerCase().includes(wanted)));
  };
  for (const each of [text, verdict, code]) each.addEventListener("input", select);
  // a link to a record that a filter hides shows it all the same
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.hidden) {
      text.value = verdict.value = code.value = "";
      select();
      target.scrollIntoView();
    }
  });
  addEventListener("beforeprint", () => { live.pageSize = rows.length || 1; live.show(); });
  addEventListener("afterprint", () => { live.pageSize = 50; live.show(); });
  live.show();
}

function startDescriptors(table, {columns, records, values}) {
  const chosen = columns.map(column => column.shown), asked = columns.map(() => "");
  const visible = () => [...columns.keys()].filter(index => chosen[index]);
  let live, name = "";
  const makeRow = index => () => {
    const row = document.createElement("tr"), head = make("th", "", {scope: "row"});
    head.append(make("a", records[index].id, {href: records[index].href}));
    row.append(head, ...visible().map(
      column => make("td", values[column][index] ?? "", {class: "number"})));
    return row;
  };
  const select = () => {
    const named = readCondition(name);
    const conditions = visible().filter(column => asked[column].trim())
      .map(column => [column, readCondition(asked[column])]);
    live.select(({index}) => named(records[index].id)
      && conditions.every(([column, fits]) => fits(values[column][index])));
  };
  const lay = () => {
    const shown = visible(), heads = document.createElement("tr");
    const filters = document.createElement("tr");
    const addHead = (label, title, value, keep) => {
      const head = make("th", "", {scope: "col"}), cell = document.createElement("td");
      head.append(make("button", label, {type: "button", title}));
      const input = make("input", "", {"aria-label": `Filter ${label}`, value, placeholder: "filter"});
      input.addEventListener("input", () => { keep(input.value); select(); });
      cell.append(input);
      heads.append(head);
      filters.append(cell);
    };
    addHead("record", "the record's id", name, text => { name = text; });
    for (const index of shown)
      addHead(columns[index].name, columns[index].meaning, asked[index],
        text => { asked[index] = text; });
    filters.className = "screen";
    table.tHead.replaceChildren(heads, filters);
    const rows = records.map((record, index) => ({
      index, row: makeRow(index), cells: [record.id, ...shown.map(column => values[column][index])]}));
    live.rows = rows;
    live.column = null;
    document.getElementById("descriptor-meanings").replaceChildren(...shown.flatMap(index => [
      make("dt", columns[index].name + (columns[index].unit ? ` (${columns[index].unit})` : "")),
      make("dd", columns[index].meaning)]));
    select();
  };
  live = new LiveTable(table, []);
  const groups = new Map();
  columns.forEach((column, index) => {
    if (!groups.has(column.group)) groups.set(column.group, []);
    groups.get(column.group).push(index);
  });
  const choices = document.getElementById("descriptor-choices");
  for (const [group, members] of groups) {
    const set = document.createElement("fieldset"), list = make("div", "", {class: "choices"});
    set.append(make("legend", group), list);
    for (const index of members) {
      const label = document.createElement("label"), box = make("input", "", {type: "checkbox"});
      box.checked = chosen[index];
      box.addEventListener("change", () => { chosen[index] = box.checked; lay(); });
      label.append(box, ` ${columns[index].name}`);
      list.append(label);
    }
    choices.append(set);
  }
  lay();
}

for (const element of document.querySelectorAll(".scripted")) element.hidden = false;
const recordTable = document.getElementById("record-table");
if (recordTable) startRecords(recordTable);
const descriptorTable = document.getElementById("descriptor-table");
if (descriptorTable)
  startDescriptors(descriptorTable, JSON.parse(document.getElementById("descriptors").textContent));
