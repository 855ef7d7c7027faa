/**
 * Tests never need the network: whoever asks for a name that is not this machine's is told at once that there is none, as on a machine
 * without a network, and never waits for a name server. Loaded into jest's processes and into the commands that tests start.
 */
const dns = process.getBuiltinModule("node:dns");
const net = process.getBuiltinModule("node:net");

const { lookup } = dns;

dns.lookup = function (hostname, options, callback) {
  const done = typeof options === "function" ? options : callback;
  if (net.isIP(hostname) !== 0 || /^(.+\.)?localhost$/i.test(hostname)) return lookup.apply(this, arguments);
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
    code: "ENOTFOUND",
    syscall: "getaddrinfo",
    hostname,
  });
  process.nextTick(() => done(error));
};
