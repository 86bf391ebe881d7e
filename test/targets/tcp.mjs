// Puts a target behind a TCP port, which it prints: node tcp.mjs PROGRAM [ARGUMENT...].

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const [program, ...words] = process.argv.slice(2);

const server = createServer((socket) => {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  socket.pipe(child.stdin);
  child.stdout.pipe(socket);
  child.on('exit', () => socket.destroy());
  child.stdin.on('error', () => undefined);
  socket.on('error', () => undefined);
  socket.on('close', () => child.kill());
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(address.port);
});
