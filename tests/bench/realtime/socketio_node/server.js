// What fanout_floor and fanout_gateway do, with Socket.IO's own server: prints its port, puts a client whose token is
// `7-12` into room 7, and sends on `emit` with first room, count of rooms, messages and bytes.
"use strict";
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const http = createServer();
const io = new Server(http, { serveClient: false });
io.on("connection", (socket) => {
  socket.join(String(socket.handshake.query.token).split("-")[0]);
  socket.on("emit", (first, count, messages, bytes) => {
    const text = "x".repeat(bytes);
    for (let message = 0; message < messages; ++message) {
      for (let room = first; room < first + count; ++room) io.to(String(room)).emit("message", text);
    }
  });
});
http.listen(0, "127.0.0.1", 4096, () => console.log(http.address().port));
