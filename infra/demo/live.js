// The socket of one queue: joins it, joins again after every reconnection, and says how the connection is.

const answerMsMax = 10000;
const pauseMs = 1000;

export class LiveQueue {
  // `told` has: connection(words, live), status(queueStatus), token(event, token), ended(words).
  constructor(session, queueId, told) {
    this.session = session;
    this.queueId = queueId;
    this.told = told;
    this.socket = window.io({ forceNew: true, auth: (give) => give({ token: session.token }) });
    this.listen();
    told.connection("Connecting …", false);
  }

  listen() {
    const { socket, told } = this;
    socket.on("connect", () => this.join());
    socket.on("disconnect", (reason) => this.lost(reason));
    socket.on("connect_error", (error) => this.refused(error));
    socket.io.on("reconnect_attempt", (attempt) => told.connection(`Connection lost. Reconnecting, attempt ${attempt} …`, false));
    socket.on("queue:status_update", (status) => status.queueId === this.queueId && told.status(status));
    for (const event of ["called", "skipped", "completed", "updated"]) {
      socket.on(`queue:your_token_${event}`, (token) => token.queueId === this.queueId && told.token(event, token));
    }
  }

  async join() {
    this.renewed = false;
    try {
      await this.tell("join-queue");
      if (!this.closed) this.told.connection("Live", true);
    } catch (error) {
      if (!this.closed) this.told.connection(error.message, false);
    }
  }

  lost(reason) {
    if (reason === "io client disconnect") return;
    this.told.connection("Connection lost. Reconnecting …", false);
    // The library comes back by itself unless the server ended it in words; then this login may be over.
    if (reason === "io server disconnect") this.comeBack();
  }

  refused(error) {
    if (this.socket.active) this.told.connection("The server cannot be reached. Trying again …", false);
    else if (this.renewed) this.told.ended(`The server refuses this login (${error.message}). Please log in again.`);
    else this.comeBack();
  }

  async comeBack() {
    this.renewed = true;
    try {
      await this.session.renew();
    } catch (refusal) {
      if (this.closed) return;
      if (refusal.status === 401) this.told.ended("This login has ended. Please log in again.");
      else this.again = setTimeout(() => this.comeBack(), pauseMs);
      return;
    }
    if (!this.closed) this.again = setTimeout(() => this.socket.connect(), pauseMs);
  }

  // Sends an event about this queue and waits for the acknowledgement.
  async tell(event, ...details) {
    if (!this.socket.connected) throw new Error("There is no connection at the moment. Please try again.");
    let answer;
    try {
      answer = await this.socket.timeout(answerMsMax).emitWithAck(event, this.queueId, ...details);
    } catch {
      throw new Error("The server has not answered. Look at the board before you try again.");
    }
    if (!answer.success) throw new Error(answer.error);
  }

  close() {
    this.closed = true;
    clearTimeout(this.again);
    this.socket.disconnect();
  }
}
