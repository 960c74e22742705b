"use strict";
// The value of each row of the table of expressions: undefined while what it needs is not known.

const NUMBER = /^(-?)(\d{1,400})(?:\.(\d{1,400})|\/(\d{1,400}))?$/;

// Numbers are exact: a quotient of two whole ones, the lower one positive.
function numberOf(text) {
  const found = NUMBER.exec(text.trim());
  if (!found) return undefined;
  const [, sign, whole, decimals = "", below] = found;
  const over = BigInt(whole + decimals) * (sign ? -1n : 1n);
  const under = below === undefined ? 10n ** BigInt(decimals.length) : BigInt(below);
  return under === 0n ? undefined : { over, under };
}

function difference(left, right) {
  const found = left.over * right.under - right.over * left.under;
  return found < 0n ? -1 : found > 0n ? 1 : 0;
}

function same(left, right) {
  if (Array.isArray(left)) return within(left, right) && within(right, left);
  return typeof left === "object" ? difference(left, right) === 0 : left === right;
}

function has(values, value) {
  return values.some((each) => same(each, value));
}

function within(left, right) {
  return left.every((each) => has(right, each));
}

const COMPARE = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

function compare(operator, left, right) {
  if (!Array.isArray(left)) return COMPARE[operator](difference(left, right), 0);
  if (operator[0] === ">") return compare("<" + operator.slice(1), right, left);
  return within(left, right) && (operator === "<=" || !within(right, left));
}

function sum(left, right, sign) {
  return {
    over: left.over * right.under + sign * right.over * left.under,
    under: left.under * right.under,
  };
}

function furthest(numbers, sign) {
  return numbers.reduce((best, each) => (difference(each, best) * sign > 0 ? each : best));
}

function all(given) {
  return given.includes(false) ? false : given.includes(undefined) ? undefined : true;
}

function any(given) {
  return given.includes(true) ? true : given.includes(undefined) ? undefined : false;
}

const opposite = (value) => (value === undefined ? undefined : !value);

// These may be settled before all of their parts are.
const OPEN = {
  and: all,
  or: any,
  implies: ([left, right]) => any([opposite(left), right]),
  if: ([condition, positive, negative]) => {
    if (condition !== undefined) return condition ? positive : negative;
    const known = positive !== undefined && negative !== undefined;
    return known && same(positive, negative) ? positive : undefined;
  },
};

const OPERATORS = {
  not: (value) => !value,
  iff: same,
  "==": same,
  "!=": (left, right) => !same(left, right),
  in: (value, values) => has(values, value),
  overlaps: (left, right) => left.some((each) => has(right, each)),
  set: (...values) => values.filter((each, place) => !has(values.slice(0, place), each)),
  count: (values) => ({ over: BigInt(values.length), under: 1n }),
  "+": (left, right) => sum(left, right, 1n),
  "-": (left, right) => sum(left, right, -1n),
  "*": (left, right) => ({ over: left.over * right.over, under: left.under * right.under }),
  negate: ({ over, under }) => ({ over: -over, under }),
  abs: ({ over, under }) => ({ over: over < 0n ? -over : over, under }),
  min: (...numbers) => furthest(numbers, -1),
  max: (...numbers) => furthest(numbers, 1),
};

function valueOf([word, ...parts], values, facts) {
  if (word === "fact") return facts.get(parts[0]);
  if (word === "number") return numberOf(parts[0]);
  if (["bool", "text", "values"].includes(word)) return parts[0];
  if (word === "ranked") {
    const [operator, left, right, ranks] = parts;
    if (values[left] === undefined || values[right] === undefined) return undefined;
    return COMPARE[operator](ranks.indexOf(values[left]), ranks.indexOf(values[right]));
  }
  const given = parts.map((place) => values[place]);
  if (word in OPEN) return OPEN[word](given);
  if (given.includes(undefined)) return undefined;
  return word in COMPARE ? compare(word, ...given) : OPERATORS[word](...given);
}

function valuesOf(rows, facts) {
  const values = [];
  for (const row of rows) values.push(valueOf(row, values, facts));
  return values;
}
