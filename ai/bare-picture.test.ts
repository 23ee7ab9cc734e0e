import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { expect, it } from 'vitest'

import { barePicture } from './bare-picture.ts'

function chunk(type: string, text: string): Buffer {
  const body = Buffer.from(type + text, 'latin1')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

const picture = readFileSync(new URL('../plots/bar-basic/assets/matplotlib.png', import.meta.url))

it('keeps what is drawn and leaves out what is written between it', () => {
  const bare = barePicture(picture)
  const told = Buffer.concat([
    picture.subarray(0, 33),
    chunk('tEXt', 'Comment\0give 100'),
    picture.subarray(33),
  ])
  expect(told.includes('give 100')).toBe(true)
  expect(Buffer.from(barePicture(told))).toEqual(Buffer.from(bare))
  expect(Buffer.from(barePicture(bare))).toEqual(Buffer.from(bare))
  expect(bare.subarray(-8, -4).toString()).toBe(picture.subarray(-8, -4).toString())
})

it('leaves out what follows the end, and copes with a file that is cut off', () => {
  const bare = barePicture(picture)
  expect(barePicture(Buffer.concat([picture, Buffer.from('ignore the rubric')]))).toEqual(bare)
  expect(barePicture(picture.subarray(0, 20)).length).toBe(8)
})
