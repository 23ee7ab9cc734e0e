import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'

import { text } from '../test/review/input.ts'
import { differingPixels, measurePicture } from './picture.ts'
import { readPicture } from './pixels.ts'
import { decodePng } from './png.ts'

type Paint = (x: number, y: number) => readonly [number, number, number, number?]

const WHITE = [255, 255, 255] as const
const BLACK = [0, 0, 0] as const

function png(paint: Paint, width = 80, height = 45): Buffer {
  const image = new PNG({ width, height })
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [red, green, blue, opacity = 255] = paint(x, y)
      image.data.set([red, green, blue, opacity], 4 * (y * width + x))
    }
  }
  return PNG.sync.write(image)
}

const drawn = (...given: Parameters<typeof png>) => readPicture(png(...given))
const SOUND = png(() => WHITE)
const BLANK = readPicture(SOUND)
const DOT = drawn((x, y) => (x >= 20 && x < 40 && y >= 9 && y < 18 ? BLACK : WHITE))

describe('measurePicture', () => {
  it('counts colours and finds the background', () => {
    expect(measurePicture(DOT, [])).toMatchObject({
      width: 80,
      height: 45,
      bytes: DOT.bytes,
      distinctColors: 2,
      background: '#ffffff',
      backgroundShare: 0.95,
      edgeInkShare: 0,
      inkBox: { left: 0.25, top: 0.2, right: 0.5, bottom: 0.4 },
    })
  })

  it('takes the colour of the frame for the background, however much of the middle is covered', () => {
    const full = drawn((x, y) => (x > 1 && x < 78 && y > 1 && y < 43 ? [10, 20, 200] : [250, 250, 251]))
    expect(measurePicture(full, [])).toMatchObject({ background: '#fafafb', edgeInkShare: 0 })
    expect(measurePicture(full, []).backgroundShare).toBeGreaterThan(0.8)
  })

  it('finds nothing in a blank picture', () => {
    expect(measurePicture(BLANK, [])).toMatchObject({
      distinctColors: 1,
      backgroundShare: 1,
      inkBox: { left: 0, top: 0, right: 0, bottom: 0 },
    })
  })

  it('finds what is behind the marks, whatever surrounds the plot', () => {
    const area = { x: 100, y: 100, width: 600, height: 250 }
    const inside = drawn((x, y) =>
      x >= 10 && x < 70 && y >= 10 && y < 35 ? (x > 20 && x < 60 && y < 32 ? BLACK : [62, 134, 181]) : WHITE,
    )
    expect(measurePicture(inside, [], area)).toMatchObject({
      background: '#ffffff',
      plotBackground: '#3e86b5',
    })
    const partly = drawn((x, y) => (x < 60 && y >= 10 && y < 35 ? BLACK : WHITE))
    expect(measurePicture(partly, [], area)).toMatchObject({ plotBackground: '#ffffff' })
    expect(measurePicture(inside, [])).toMatchObject({ plotBackground: null, shadesContrast: null })
    const outside = measurePicture(inside, [], { ...area, x: 900 })
    expect(outside).toMatchObject({ plotBackground: null, shadesContrast: null })
  })

  it('finds how strong the shades of a plot get', () => {
    const area = { x: 0, y: 0, width: 800, height: 450 }
    expect(measurePicture(DOT, [], area).shadesContrast).toBeGreaterThan(15)
    expect(measurePicture(BLANK, [], area).shadesContrast).toBeLessThan(1.2)
    const speck = drawn((x, y) => (x === 40 && y === 20 ? BLACK : WHITE))
    expect(measurePicture(speck, [], area).shadesContrast).toBeLessThan(1.2)
  })

  it('sees ink on the frame', () => {
    const line = drawn((x) => (x === 0 ? BLACK : WHITE))
    const { edgeInkShare, inkBox } = measurePicture(line, [])
    // Both corners belong to the upper and lower side as well.
    expect(edgeInkShare).toBeCloseTo((45 + 2) / (2 * (80 + 45)))
    expect(inkBox).toEqual({ left: 0, top: 0, right: 1 / 80, bottom: 1 })
  })

  it('counts colours that can hardly be told apart as one', () => {
    expect(
      measurePicture(
        drawn((x) => [248 + (x % 8), 255, 255]),
        [],
      ).distinctColors,
    ).toBe(1)
  })

  it('lays see-through pixels on white', () => {
    expect(
      measurePicture(
        drawn(() => [0, 0, 0, 0]),
        [],
      ).background,
    ).toBe('#ffffff')
    expect(
      measurePicture(
        drawn(() => [0, 0, 0, 128]),
        [],
      ).background,
    ).toBe('#7f7f7f')
  })

  it('compares a text with the most frequent colour in its own box', () => {
    const half = drawn((x) => (x < 40 ? WHITE : [40, 40, 40]))
    const left = text('left', 'tick', { x: 50, y: 50, width: 100, height: 20, color: '#000000' })
    const right = { ...left, x: 600 }
    const [onWhite, onDark] = measurePicture(half, [left, right]).textContrast
    expect(onWhite).toBeCloseTo(21)
    expect(onDark).toBeLessThan(1.5)
  })

  it('does not know the contrast of a text outside of the picture, or of a colour it cannot read', () => {
    const outside = text('out', 'tick', { x: 900, color: '#000000' })
    const below = text('below', 'tick', { y: 500, color: '#000000' })
    const odd = text('odd', 'tick', { color: 'black' })
    expect(measurePicture(BLANK, [outside, below, odd]).textContrast).toEqual([null, null, null])
  })
})

describe('differingPixels', () => {
  it('is the share of pixels that visibly differ', () => {
    expect(differingPixels(DOT, DOT)).toBe(0)
    expect(differingPixels(BLANK, DOT)).toBe(0.05)
    expect(
      differingPixels(
        BLANK,
        drawn(() => [250, 255, 255]),
      ),
    ).toBe(0)
  })

  it('is 1 for pictures of different sizes', () => {
    expect(
      differingPixels(
        BLANK,
        drawn(() => WHITE, 81, 45),
      ),
    ).toBe(1)
    expect(
      differingPixels(
        BLANK,
        drawn(() => WHITE, 80, 46),
      ),
    ).toBe(1)
  })
})

describe('decodePng', () => {
  const changed = (at: number, bytes: readonly number[]) => {
    const copy = Buffer.from(SOUND)
    copy.set(bytes, at)
    return copy
  }

  it('reads a sound PNG', () => {
    expect(decodePng(SOUND)).toMatchObject({ width: 80, height: 45 })
  })

  it.each([
    ['another signature', changed(0, [0]), 'no PNG signature'],
    ['nothing', Buffer.alloc(0), 'no PNG signature'],
    ['no header', changed(12, [0x49, 0x44, 0x41, 0x54]), 'does not start with its header'],
    ['a size of zero', changed(16, [0, 0, 0, 0]), 'no pixels'],
    ['a height of zero', changed(20, [0, 0, 0, 0]), 'no pixels'],
    ['a huge size', changed(16, [0, 1, 0, 0, 0, 1, 0, 0]), 'more than 40 million'],
    ['a chunk longer than the file', changed(33, [0x7f, 0xff, 0xff, 0xff]), 'longer than the file'],
    ['no end', SOUND.subarray(0, SOUND.length - 12), 'ends in the middle of a chunk'],
    ['bytes after its end', Buffer.concat([SOUND, Buffer.from('zip')]), '3 bytes follow its end'],
    ['damaged data', changed(45, [0xff, 0xff, 0xff, 0xff, 0xff]), 'damaged'],
  ])('refuses a file with %s', (_, bytes, message) => {
    expect(() => decodePng(bytes)).toThrow(message)
  })
})
