// What is known of the facts decides which criteria apply, and so which of them are shown.

const data = JSON.parse(document.getElementById("data").textContent);

// By criterion: "applies", "open", "aside" (something that goes before it sets it aside), "out".
function standings(values) {
  const found = new Map();
  for (const { id, applies, aside } of data.criteria) {
    found.set(id, standing(applies === null ? true : values[applies], aside, found));
  }
  return found;
}

function standing(applies, aside, above) {
  if (applies === false) return { word: "out", by: [] };
  if (aside === null) return { word: "open", by: [] };
  const states = aside.map(([always, ids]) => {
    const words = ids.map((id) => above.get(id)?.word ?? "open");
    if (words.some((word) => word === "out" || word === "aside")) return "never";
    return always && words.every((word) => word === "applies") ? "now" : "perhaps";
  });
  const now = states.indexOf("now");
  if (now >= 0) return { word: applies ? "aside" : "open", by: applies ? aside[now][1] : [] };
  const settled = applies === true && !states.includes("perhaps");
  return { word: settled ? "applies" : "open", by: [] };
}

// What somebody says of a fact: a value, undefined for nothing, or an error with what is wrong.
function read(fact, said) {
  if (fact.kind === "bool" && typeof said === "boolean") return said;
  if (fact.kind === "choice" && fact.values.includes(said)) return said;
  if (fact.kind === "text" && typeof said === "string") return said;
  if (fact.kind === "set" && Array.isArray(said) && within(said, fact.values)) return said;
  if (fact.kind === "int" || fact.kind === "real") {
    const number = numberOf(plain(said));
    const whole = number && number.over % number.under === 0n;
    if (number && (fact.kind === "real" || whole) && inRange(fact, number)) return number;
  }
  throw new Error(`this is no value of ${fact.name}`);
}

// A number of JSON as digits: no exponent, which only very small and very large ones have.
function plain(said) {
  if (typeof said !== "number") return String(said);
  const found = /^(-?\d)(?:\.(\d+))?e([+-]\d+)$/.exec(String(said));
  if (!found) return String(said);
  const [, first, decimals = "", power] = found;
  const places = Number(power) - decimals.length;
  const digits = first + decimals;
  return places >= 0 ? digits + "0".repeat(places) : `${digits}/1${"0".repeat(-places)}`;
}

function inRange(fact, number) {
  const low = fact.low === null || difference(number, numberOf(fact.low)) >= 0;
  return low && (fact.high === null || difference(number, numberOf(fact.high)) <= 0);
}

function factsOf(said) {
  const known = data.facts.filter((fact) => Object.hasOwn(said, fact.name));
  return new Map(known.map((fact) => [fact.name, read(fact, said[fact.name])]));
}

// The controls.

const form = document.getElementById("filter");
const trouble = document.getElementById("trouble");
const cards = [...document.querySelectorAll("article.criterion")].map((card) => ({
  card,
  id: card.dataset.id,
  status: card.querySelector(".status"),
  text: card.textContent.normalize("NFKC").toLowerCase(),
}));

function saidIn(control, fact) {
  if (fact.kind === "bool") return control.value === "" ? undefined : control.value === "true";
  if (fact.kind === "set" || fact.kind === "text") {
    if (!control.querySelector("[data-known]").checked) return undefined;
    if (fact.kind === "text") return control.querySelector("[data-text]").value;
    return [...control.querySelectorAll("input[value]:checked")].map((box) => box.value);
  }
  return control.value.trim() === "" ? undefined : control.value.trim();
}

function say(control, fact, said) {
  if (fact.kind !== "set" && fact.kind !== "text") {
    control.value = said === undefined ? "" : plain(said);
    return;
  }
  control.querySelector("[data-known]").checked = said !== undefined;
  if (fact.kind === "text") control.querySelector("[data-text]").value = said ?? "";
  for (const box of control.querySelectorAll("input[value]")) {
    box.checked = Boolean(said && said.includes(box.value));
  }
}

const controlOf = (place) => form.querySelector(`[data-fact="${place}"]`);

function everythingSaid() {
  const said = {};
  const wrong = [];
  data.facts.forEach((fact, place) => {
    const control = controlOf(place);
    const value = saidIn(control, fact);
    let fits = true;
    if (value !== undefined) {
      try {
        read(fact, value);
        said[fact.name] = value;
      } catch (error) {
        fits = false;
        wrong.push(error.message);
      }
    }
    control.setAttribute("aria-invalid", String(!fits));
  });
  return { said, wrong };
}

const STATUS = { applies: "applies", open: "may apply", out: "does not apply", aside: "gives way" };

const COUNTED = { applies: "apply", open: "may apply", aside: "give way", out: "do not apply" };

function show() {
  const { said, wrong } = everythingSaid();
  const values = valuesOf(data.rows, factsOf(said));
  const found = standings(values);
  const all = document.getElementById("all")?.checked;
  const wanted = document.getElementById("search").value.normalize("NFKC").toLowerCase();
  const words = wanted.split(/\s+/).filter(Boolean);
  const counts = { applies: 0, open: 0, out: 0, aside: 0 };
  let visible = 0;
  for (const { card, id, status, text } of cards) {
    const { word, by } = found.get(id);
    counts[word] += 1;
    card.dataset.standing = word;
    status.textContent = STATUS[word] + (by.length ? ` to ${by.join(", ")}` : "");
    card.hidden = (word === "out" && !all) || !words.every((each) => text.includes(each));
    visible += card.hidden ? 0 : 1;
  }
  for (const tier of document.querySelectorAll("section.tier")) {
    tier.hidden = !tier.querySelector("article.criterion:not([hidden])");
  }
  const broken = data.assumptions.filter(([place]) => values[place] === false);
  warn([...wrong, ...broken.map(([, law]) => `no conversation is like this: always, ${law}`)]);
  const told = Object.keys(COUNTED).filter((word) => counts[word]);
  const verb = (word) => (counts[word] === 1 ? STATUS : COUNTED)[word];
  const each = told.map((word) => `${counts[word]} ${verb(word)}`).join(", ");
  document.getElementById("count").textContent =
    `${visible} of ${cards.length} criteria shown: ${each || "none"}.`;
  return said;
}

function warn(lines) {
  trouble.textContent = lines.join("; ").replaceAll("`", "");
  trouble.hidden = lines.length === 0;
}

function remember(said) {
  const address = Object.keys(said).length
    ? `#facts=${encodeURIComponent(JSON.stringify(said))}`
    : location.pathname;
  try {
    history.replaceState(null, "", address);
  } catch {
    // A page opened from a file may not be allowed to; what is known is then not in the address.
  }
}

// `#facts={…}` says what is known; `#scenarios=[{…}, …]` asks for the standings in each.

function follow() {
  const [word, text = ""] = location.hash.slice(1).split(/=(.*)/s);
  if (word !== "facts" && word !== "scenarios") return;
  try {
    const said = JSON.parse(decodeURIComponent(text));
    if (word === "scenarios") {
      answer(said);
    } else {
      factsOf(said);
      data.facts.forEach((fact, place) => say(controlOf(place), fact, said[fact.name]));
      show();
    }
  } catch (error) {
    warn([`the address says nothing of use: ${error.message}`]);
  }
}

function answer(scenarios) {
  const found = scenarios.map((said) => {
    const values = valuesOf(data.rows, factsOf(said));
    const applicable = data.criteria.filter(
      ({ applies }) => applies === null || values[applies] === true,
    );
    const words = [...standings(values)].map(([id, { word }]) => [id, word]);
    return {
      applicable: applicable.map(({ id }) => id),
      standings: Object.fromEntries(words),
      possible: data.assumptions.every(([place]) => values[place] !== false),
    };
  });
  const place = document.createElement("pre");
  place.id = "answers";
  place.textContent = JSON.stringify(found);
  document.querySelector("main").prepend(place);
}

form.addEventListener("input", (event) => {
  const fieldset = event.target.closest("fieldset[data-fact]");
  if (fieldset && !event.target.hasAttribute("data-known")) {
    fieldset.querySelector("[data-known]").checked = true;
  }
  remember(show());
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(() => remember(show())));
addEventListener("hashchange", follow);
addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll("details")) each.open = true;
});

const known = document.getElementById("known");
if (known && matchMedia("(max-width: 60rem)").matches) known.open = false;
form.hidden = false;
show();
follow();
