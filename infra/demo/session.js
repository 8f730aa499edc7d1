// Who is logged in, and questions to the server in their name.

// The server's own words, or ours where it could not be asked.
export class Refusal extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

const words = (answer) => (answer.errors?.length ? answer.errors.map((error) => error.message).join(". ") : answer.message);

async function send(method, path, body, token) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  if (body) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  } catch {
    throw new Refusal(0, "The server cannot be reached. Please try again.");
  }
  let answer;
  try {
    answer = await response.json();
  } catch {
    throw new Refusal(response.status, `The server answered ${response.status} without words. Please try again.`);
  }
  if (!response.ok) throw new Refusal(response.status, words(answer));
  return { data: answer.data, location: response.headers.get("Location") };
}

// One login for each view of a tab, so that a patient, staff and a screen can stand side by side.
export class Session {
  constructor(view) {
    this.key = `frontdesk-demo-${view}`;
    this.kept = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
  }

  get user() {
    return this.kept?.user;
  }

  get token() {
    return this.kept?.accessToken;
  }

  async logIn(email, password) {
    this.keep((await send("POST", "/api/auth/login", { email, password })).data);
  }

  async register(form) {
    await send("POST", "/api/auth/register", form);
    await this.logIn(form.email, form.password);
  }

  async logOut() {
    const refreshToken = this.kept?.refreshToken;
    this.forget();
    if (refreshToken) await send("POST", "/api/auth/logout", { refreshToken });
  }

  // Asks once more with a fresh token where the old one had run out.
  async ask(method, path, body) {
    try {
      return await send(method, path, body, this.token);
    } catch (refusal) {
      if (refusal.message !== "jwt expired") throw refusal;
    }
    await this.renew();
    return send(method, path, body, this.token);
  }

  // A refresh token is good for one use: whoever comes meanwhile waits for the same answer.
  renew() {
    this.renewing ??= send("POST", "/api/auth/refresh-token", { refreshToken: this.kept?.refreshToken ?? "" })
      .then(({ data }) => this.keep({ ...this.kept, ...data }))
      .finally(() => (this.renewing = undefined));
    return this.renewing;
  }

  keep(kept) {
    this.kept = kept;
    sessionStorage.setItem(this.key, JSON.stringify(kept));
  }

  forget() {
    this.kept = null;
    sessionStorage.removeItem(this.key);
  }
}
