// Passkeys: a form asks for a challenge, lets this browser make or show a passkey, and sends what it answered by its own
// fields. Without a script the form isn't shown; the authenticator program serves as well.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// The options come as JSON, with bytes in base64url (WebAuthn, section 5.1.8); older browsers can't read that by themselves.
const readOptions = (options) => {
  options.challenge = toBytes(options.challenge);
  if (options.user) options.user.id = toBytes(options.user.id);
  for (const known of options.allowCredentials ?? options.excludeCredentials ?? []) known.id = toBytes(known.id);
  return { publicKey: options };
};

const writeAnswer = ({ id, rawId, type, response }) => {
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = toText(response[name]);
  }
  return JSON.stringify({ id, rawId: toText(rawId), type, response: said });
};

const say = (form, what) => {
  for (const sentence of form.querySelectorAll("[data-says]")) sentence.hidden = sentence.dataset.says !== what;
};

const run = async (form) => {
  const answer = await fetch(form.dataset.challenge, { method: "POST", body: new FormData(form) });
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
    location.reload(); // logged out meanwhile: the page says what to do
    return;
  }
  const options = readOptions(await answer.json());
  const passkey = await navigator.credentials[form.dataset.passkey](options);
  form.elements.answer.value = writeAnswer(passkey);
  form.submit();
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button");
  if (!window.PublicKeyCredential) {
    button.disabled = true;
    say(form, "unknown");
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    say(form, "");
    try {
      await run(form);
    } catch (error) {
      say(form, error.name === "InvalidStateError" ? "known" : "failed");
    } finally {
      button.disabled = false;
    }
  });
}
