// Keeps a Node from reaching any other machine; NODE_OPTIONS loads it before anything else.
const net = require("node:net");
const dns = require("node:dns");

const here = (host) => !host || /^(localhost|127\.|::1|0\.0\.0\.0)/.test(host);
const refusal = (host) => new Error(`tests of consumers reach no other machine, and so not ${host}`);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  const first = Array.isArray(given[0]) ? given[0][0] : given[0];
  const host = typeof first === "object" && first !== null ? first.host : given[1];
  if (typeof host === "string" && !here(host)) {
    process.nextTick(() => this.destroy(refusal(host)));
    return this;
  }
  return connect.apply(this, given);
};

const lookup = dns.lookup;
dns.lookup = function (host, ...rest) {
  if (here(host)) return lookup.call(this, host, ...rest);
  const done = rest[rest.length - 1];
  return process.nextTick(() => done(refusal(host)));
};
