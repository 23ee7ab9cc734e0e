import type { AbuseCase } from './case.ts'

const cases: readonly Omit<AbuseCase, 'family'>[] = [
  {
    name: 'connects to a port of the host',
    quick: true,
    control: true,
    code: `
import socket
attempt(socket.create_connection, ("127.0.0.1", HOST["port"]), 5)`,
  },
  {
    name: 'asks a server of the host for a page',
    control: true,
    code: `
import http.client
def ask():
    connection = http.client.HTTPConnection("127.0.0.1", HOST["port"], timeout=5)
    connection.request("GET", "/")
    return connection
attempt(ask)`,
  },
  {
    name: 'connects to an abstract socket of the host',
    quick: true,
    control: true,
    // Some releases of Node.js bind the name with the rest of its field, which is filled with zeros.
    code: `
import socket
def connect():
    name = "\\0" + HOST["abstractSocket"]
    results = [socket.socket(socket.AF_UNIX).connect_ex(n) for n in (name, name.ljust(108, "\\0"))]
    if 0 not in results:
        raise OSError(results[0], "connect")
attempt(connect)`,
  },
  {
    name: 'connects to a socket that has a path',
    control: true,
    code: `
import socket
attempt(lambda: socket.socket(socket.AF_UNIX).connect(HOST["socketPath"]))`,
  },
  {
    name: 'connects to the daemon that runs it',
    quick: true,
    code: `
import socket
attempt(lambda: socket.socket(socket.AF_UNIX).connect(HOST["daemonFolder"] + "/sandbox.sock"))`,
  },
  {
    name: 'sends datagrams',
    control: true,
    code: `
import socket
attempt(lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", HOST["port"])))`,
  },
  {
    name: 'listens',
    control: true,
    code: `
import socket
attempt(socket.create_server, ("127.0.0.1", 0))
attempt(lambda: socket.create_server(("::1", 0), family=socket.AF_INET6))`,
  },
  {
    name: 'opens a netlink socket',
    control: true,
    code: `
import socket
for protocol in range(23):
    attempt(socket.socket, socket.AF_NETLINK, socket.SOCK_RAW, protocol)`,
  },
  {
    name: 'opens a socket of a virtual machine, of the kernel’s ciphers, or of packets',
    quick: true,
    control: true,
    code: `
import socket
AF_PACKET, AF_ALG, AF_VSOCK = 17, 38, 40
attempt(socket.socket, AF_VSOCK, socket.SOCK_STREAM)
attempt(socket.socket, AF_ALG, socket.SOCK_SEQPACKET)
attempt(socket.socket, AF_PACKET, socket.SOCK_RAW, 768)`,
  },
  {
    name: 'opens a socket of every family and kind',
    quick: true,
    control: true,
    code: `
import socket
for family in range(47):
    for kind in (1, 2, 3, 4, 5, 10):
        for protocol in (0, 1, 6, 17, 58, 255):
            attempt(socket.socket, family, kind, protocol)`,
  },
  {
    name: 'makes a pair of sockets',
    control: true,
    code: `
import socket
attempt(socket.socketpair)
attempt(lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET))`,
  },
  {
    name: 'takes its descriptors for sockets',
    code: `
import socket
for descriptor in range(64):
    attempt(lambda: socket.socket(fileno=descriptor).recv(1, socket.MSG_DONTWAIT))`,
  },
  {
    name: 'runs an event loop',
    control: true,
    code: `
import asyncio
def loop():
    asyncio.run(asyncio.sleep(0))
attempt(loop)`,
  },
  {
    name: 'looks up a name',
    control: true,
    code: `
import socket
attempt(socket.getaddrinfo, "localhost", 80)
attempt(socket.gethostbyname, "localhost")`,
  },
]

/** Every family of sockets, and every way to somebody who listens. */
export const network: readonly AbuseCase[] = cases.map((each) => ({ family: 'network', ...each }))
