/* Gives a package what it speaks with (scorm-again), and sends what it says to the server. While the network is gone the
   newest message waits here; it says everything, so older ones needn't be sent. The server takes each once, however
   often it comes. */

const config = JSON.parse(document.getElementById("package").textContent);
const note = document.querySelector("[role=status]");
const PAUSES = [1, 3, 10, 30, 60]; // seconds before each new try
const OFTEN = 10; // seconds after which what was said without a word to keep it is kept
const GONE = [403, 404, 410];
const SMALL = 60000; // bytes that a browser sends on while its page goes
const KEPT = { result: "true", errorCode: 0 };
let number = 0;
let waiting = null;
let tries = 0;
let timer = 0;
let isSending = false;
let isOver = false;

const tell = (word) => {
  note.textContent = word ? note.dataset[word] : "";
  note.hidden = !word;
};

const write = (cmi) => {
  const said = {};
  for (const name of config.names) {
    if (cmi[name] !== undefined && cmi[name] !== "") said[name] = String(cmi[name]);
  }
  const asked = Object.keys(cmi).map((name) => /^cmi\.interactions\.(\d+)\./.exec(name)?.[1]);
  const interactions = new Set(asked.filter((found) => found !== undefined)).size;
  return JSON.stringify({ sitting: config.sitting, number: (number += 1), interactions, said });
};

const settle = (answer, body) => {
  if (GONE.includes(answer.status)) {
    isOver = true;
    tell("over");
  } else if (answer.status >= 500) {
    throw new Error(answer.statusText);
  } else {
    if (waiting === body) waiting = null;
    tries = 0;
    tell("");
    if (answer.ok) parent.postMessage("package", config.frame);
  }
};

const send = async () => {
  clearTimeout(timer);
  if (!waiting || isSending || isOver) return;
  isSending = true;
  const body = waiting;
  try {
    settle(await fetch(config.said, { method: "POST", body, credentials: "omit", keepalive: body.length < SMALL }), body);
  } catch {
    tell("away");
    timer = setTimeout(send, 1000 * PAUSES[Math.min(tries, PAUSES.length - 1)]);
    tries += 1;
  }
  isSending = false;
  if (waiting && !tries) send();
};

const keep = (cmi, isLast) => {
  if (!config.sitting) return; // it is only looked at
  waiting = write(cmi);
  if (isLast) navigator.sendBeacon(config.said, waiting); // perhaps nobody is here any more to see the answer
  send();
};

const service = {
  processHttpRequest(_address, cmi, isLast) {
    keep(cmi, isLast);
    return KEPT;
  },
  updateSettings() {},
};

const settings = {
  lmsCommitUrl: config.said,
  dataCommitFormat: "flattened",
  autocommit: true,
  autocommitSeconds: OFTEN,
  httpService: service,
  logLevel: "ERROR",
};
const api = config.standard === "scorm-1.2" ? new Scorm12API(settings) : new Scorm2004API(settings);
if (config.told) api.loadFromFlattenedJSON(config.told);
window[config.standard === "scorm-1.2" ? "API" : "API_1484_11"] = api;

const commit = () => {
  if (api.isInitialized()) api.lmsCommit("");
};

addEventListener("online", send);
addEventListener("pagehide", () => {
  commit();
  if (waiting && !isOver) navigator.sendBeacon(config.said, waiting);
});
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && commit());
addEventListener("beforeunload", (event) => waiting && !isOver && event.preventDefault());
document.querySelector("iframe").src = config.launch;
