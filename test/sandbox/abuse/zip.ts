import { crc32, deflateRawSync } from 'node:zlib'

/** The smallest archive with one file, of nothing but zeros. */
export function zipOfZeros(size: number): Uint8Array {
  const name = Buffer.from('zeros')
  const zeros = Buffer.alloc(size)
  const packed = deflateRawSync(zeros)
  const common = Buffer.alloc(26)
  for (const [at, value] of [20, 0, 8, 0, 0x21].entries()) common.writeUInt16LE(value, at * 2)
  for (const [at, value] of [crc32(zeros), packed.length, size].entries()) {
    common.writeUInt32LE(value, 10 + at * 4)
  }
  common.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed])
  const entry = [Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, Buffer.alloc(14), name]
  const directory = Buffer.concat(entry)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, directory, end])
}
