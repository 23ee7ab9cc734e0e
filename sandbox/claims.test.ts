import { describe, expect, it } from 'vitest'

import type { FigureFacts, Marks } from '../domain/review/facts.schema.ts'
import type { PictureBox } from '../domain/review/review.schema.ts'
import { factsFor, text } from '../test/review/input.ts'
import { series } from '../test/review/table.ts'
import { measureClaims } from './claims.ts'
import type { Picture } from './pixels.ts'

type Rgb = readonly [number, number, number]

const WHITE: Rgb = [255, 255, 255]
const BLUE: Rgb = [0, 114, 178]
const RED: Rgb = [213, 94, 0]
const GREY: Rgb = [200, 200, 200]

const VIEW = { scale: 'linear', from: 0, to: 1 } as const
const PANEL: PictureBox = { x: 100, y: 50, width: 600, height: 300 }

interface Shape {
  readonly box: PictureBox
  readonly color: Rgb
}

/** A picture of coloured rectangles on white; later ones lie over earlier ones. */
function paint(shapes: readonly Shape[]): Picture {
  const colors = new Uint32Array(1600 * 900).fill(packed(WHITE))
  for (const { box, color } of shapes) {
    for (let row = 2 * box.y; row < 2 * (box.y + box.height); row += 1) {
      colors.fill(packed(color), 1600 * row + 2 * box.x, 1600 * row + 2 * (box.x + box.width))
    }
  }
  return { width: 1600, height: 900, bytes: 1000, colors }
}

function packed([red, green, blue]: Rgb): number {
  return (red << 16) | (green << 8) | blue
}

function claiming(marks: readonly Marks[], other: Partial<FigureFacts> = {}): FigureFacts {
  const panels = [{ box: PANEL, x: VIEW, y: VIEW }]
  return { ...factsFor('scatter'), source: 'claim', marks: [...marks], texts: [], panels, ...other }
}

function marksAt(type: Marks['type'], places: Marks['places'], other: Partial<Marks> = {}): Marks {
  return { ...series(type, {}), color: '#0072b2', places, panel: 0, ...other }
}

const square = (x: number, y: number, side = 8): PictureBox => ({ x, y, width: side, height: side })
const blue = (...boxes: readonly PictureBox[]) => boxes.map((box) => ({ box, color: BLUE }))

/** What one series looks like in a picture. */
function seen(shapes: readonly Shape[], mark: Marks, others: readonly Marks[] = []) {
  return measureClaims(paint(shapes), claiming([mark, ...others]))?.marks[0]
}

const DOTS = [square(200, 100), square(300, 200), square(400, 300)]

describe('points', () => {
  it('are borne out where their colour is', () => {
    expect(seen(blue(...DOTS), marksAt('point', [...DOTS, null]))).toEqual({
      looked: 3,
      bare: 0,
      foreign: 0,
      unbounded: 0,
      boxes: [],
    })
  })

  it('are bare where nothing is', () => {
    expect(seen(blue(...DOTS.slice(1)), marksAt('point', DOTS))).toMatchObject({ bare: 1, boxes: [DOTS[0]] })
  })

  it('are foreign where another colour is', () => {
    const shapes = [...blue(...DOTS.slice(1)), { box: square(200, 100), color: RED }]
    expect(seen(shapes, marksAt('point', DOTS))).toMatchObject({ bare: 0, foreign: 1 })
  })

  it('are unbounded where their colour covers all around', () => {
    const flood = { x: 180, y: 80, width: 50, height: 50 }
    expect(seen(blue(flood, ...DOTS), marksAt('point', DOTS))).toMatchObject({ unbounded: 1 })
  })

  it('may shine through, be of many colours, or have the colour of the background', () => {
    const pale = DOTS.map((box) => ({ box, color: [128, 184, 216] as const }))
    expect(seen(pale, marksAt('point', DOTS, { opacity: 0.5 }))).toMatchObject({ foreign: 0, bare: 0 })
    expect(seen(pale, marksAt('point', DOTS, { color: null }))).toMatchObject({ foreign: 0, bare: 0 })
    expect(seen([], marksAt('point', DOTS, { color: '#fefefe' }))).toMatchObject({ bare: 0, looked: 3 })
    expect(seen([], marksAt('point', DOTS, { color: null }))).toMatchObject({ bare: 3 })
    const white = DOTS.map((box) => ({ box, color: RED }))
    expect(seen(white, marksAt('point', DOTS, { color: '#fefefe' }))).toMatchObject({ foreign: 0 })
  })

  it('are not looked at under other marks, under texts, and beyond their panel', () => {
    const others = [marksAt('point', [square(200, 100)], { color: '#d55e00' })]
    expect(seen([], marksAt('point', [square(200, 100)]), others)).toMatchObject({ looked: 0 })
    expect(seen([], marksAt('point', [square(50, 100), square(900, 100)]))).toMatchObject({ looked: 0 })
    const facts = claiming([marksAt('point', [square(200, 100)])], {
      texts: [text('over', 'legend', square(200, 100))],
    })
    expect(measureClaims(paint([]), facts)?.marks[0]).toMatchObject({ looked: 0 })
  })

  it('are looked at here and there where there are very many', () => {
    const many = Array.from({ length: 1000 }, (_, at) =>
      square(110 + (at % 50) * 11, 60 + Math.floor(at / 50) * 14, 4),
    )
    expect(seen(blue(...many), marksAt('point', many))).toMatchObject({ looked: 400, bare: 0 })
  })
})

describe('lines', () => {
  const vertices = [square(200, 200, 2), square(260, 200, 2), square(320, 200, 2)]

  it('are drawn between their vertices too', () => {
    const stroke = { x: 200, y: 200, width: 122, height: 2 }
    expect(seen(blue(stroke), marksAt('line', vertices))).toMatchObject({ looked: 5, bare: 0, unbounded: 0 })
    expect(seen(blue(...vertices), marksAt('line', vertices))).toMatchObject({ looked: 5, bare: 2 })
    expect(seen(blue(...vertices), marksAt('line', vertices, { around: [PANEL] }))).toMatchObject({ bare: 0 })
    expect(seen(blue(stroke), marksAt('line', [null, ...vertices, null]))).toMatchObject({ looked: 5 })
  })

  it('may be dashed, and are missing where no dash is near', () => {
    const way = Array.from({ length: 21 }, (_, at) => square(200 + 20 * at, 200, 2))
    const dashes = Array.from({ length: 34 }, (_, at) => ({ x: 196 + 12 * at, y: 200, width: 6, height: 2 }))
    expect(seen(blue(...dashes), marksAt('line', way))).toMatchObject({ looked: 41, bare: 0, foreign: 0 })
    expect(seen(blue(...dashes.slice(0, 17)), marksAt('line', way))?.bare).toBeGreaterThan(15)
    expect(
      seen(
        blue(...dashes),
        marksAt(
          'line',
          [...way].map((place) => ({ ...place, y: 230 })),
        ),
      )?.bare,
    ).toBe(41)
  })
})

describe('bars', () => {
  const bar = { x: 200, y: 150, width: 60, height: 200 }
  const mark = marksAt('bar', [bar])

  it('fill their boxes to each edge', () => {
    expect(seen(blue(bar), mark)).toMatchObject({ looked: 1, bare: 0, foreign: 0, unbounded: 0 })
    expect(seen(blue({ ...bar, y: 160, height: 190 }), mark)).toMatchObject({ foreign: 1 })
  })

  it('end where they are said to end', () => {
    expect(seen(blue({ ...bar, y: 140, height: 210 }), mark)).toMatchObject({ unbounded: 1 })
  })

  it('end there too where a grid line of nearly their colour follows', () => {
    const faint = marksAt('bar', [bar], { opacity: 0.3 })
    const pale = [179, 213, 232] as const
    const grid = { x: 100, y: 146.5, width: 600, height: 1 }
    const drawn = [
      { box: grid, color: pale },
      { box: bar, color: pale },
    ]
    expect(seen(drawn, faint)).toMatchObject({ looked: 1, unbounded: 0 })
  })

  it('may have a rim, and be frames', () => {
    const inner = { x: 202, y: 152, width: 56, height: 196 }
    const rim = [{ box: bar, color: WHITE }, ...blue(inner)]
    expect(seen(rim, mark)).toMatchObject({ foreign: 0 })
    const frame = [...blue(bar), { box: inner, color: WHITE }]
    expect(seen(frame, mark)).toMatchObject({ foreign: 0, bare: 0 })
  })

  it('of no length are nothing to look at', () => {
    expect(seen([], marksAt('bar', [{ ...bar, height: 0 }]))).toMatchObject({ looked: 0 })
  })
})

describe('areas', () => {
  /** Cuts as the harness tells them: two pixels wide, from the lower end to the upper one. */
  const cut = (x: number, top: number, bottom: number) => ({
    x: x - 1,
    y: top,
    width: 2,
    height: bottom - top,
  })
  /** The area between straight lines from cut to cut, in columns of half a pixel. */
  const filled = (cuts: readonly PictureBox[]) =>
    cuts.slice(1).flatMap((to, at) => {
      const from = cuts[at] ?? to
      return Array.from({ length: 2 * (to.x - from.x) }, (_, column) => {
        const share = column / (2 * (to.x - from.x))
        const y = Math.round(2 * (from.y + (to.y - from.y) * share)) / 2
        const bottom = from.y + from.height + (to.y + to.height - from.y - from.height) * share
        return {
          x: from.x + 1 + column / 2,
          y,
          width: 0.5,
          height: Math.max(0, Math.round(2 * (bottom - y)) / 2),
        }
      })
    })
  const mark = (cuts: readonly PictureBox[]) => marksAt('area', [...cuts])
  const steep = [cut(200, 330, 340), cut(210, 100, 340), cut(220, 330, 340), cut(230, 330, 340)]
  const thin = [cut(200, 340, 342), cut(210, 240, 242), cut(220, 340, 342)]

  it.each([
    ['a spike', steep],
    ['a band that rises and falls steeply', thin],
  ])('are filled along their cuts where they are %s', (_, cuts) => {
    expect(seen(blue(...filled(cuts)), mark(cuts))).toMatchObject({ bare: 0, foreign: 0, unbounded: 0 })
  })

  it('are not, where the cut is shorter or longer than what is drawn', () => {
    const lower = [cut(200, 330, 340), cut(210, 220, 340), cut(220, 330, 340), cut(230, 330, 340)]
    expect(seen(blue(...filled(lower)), mark(steep))?.foreign).toBeGreaterThan(0)
    const flat = [cut(200, 300, 340), cut(260, 300, 340), cut(320, 300, 340)]
    const higher = [cut(200, 270, 340), cut(260, 270, 340), cut(320, 270, 340)]
    expect(seen(blue(...filled(higher)), mark(flat))?.unbounded).toBeGreaterThan(0)
  })
})

describe('what nothing explains', () => {
  const strays = (shapes: readonly Shape[], other: Partial<FigureFacts> = {}) =>
    measureClaims(paint(shapes), claiming([marksAt('point', DOTS)], other))

  it('is found among the marks, without grid lines', () => {
    const grid = [
      { box: { x: 100, y: 120, width: 600, height: 1 }, color: GREY },
      { box: { x: 250, y: 50, width: 1, height: 300 }, color: GREY },
    ]
    expect(strays([...grid, ...blue(...DOTS)])?.strayInside.pixels).toBe(0)
    const more = strays([...grid, ...blue(...DOTS, square(500, 100))])
    expect(more?.strayInside).toMatchObject({
      pixels: 256,
      boxes: [{ x: 496, y: 96, width: 16, height: 16 }],
    })
  })

  it('is no grid where it is a block', () => {
    const block = { x: 110, y: 60, width: 400, height: 100 }
    expect(strays([...blue(block)])?.strayInside.pixels).toBeGreaterThan(50_000)
  })

  it('is found around the plot, without texts, legends, ticks and shapes', () => {
    const words = { x: 300, y: 20, width: 60, height: 12 }
    const handle = { x: 720, y: 100, width: 20, height: 2 }
    const label = { x: 745, y: 95, width: 40, height: 12 }
    const tick = { x: 95, y: 100, width: 5, height: 1 }
    const arrow = { x: 10, y: 400, width: 30, height: 4 }
    const drawn = blue(words, handle, label, tick, arrow)
    const texts = [
      text('words', 'title', { ...words, color: '#0072b2' }),
      text('one', 'legend', { ...label, color: '#0072b2' }),
      text('two', 'legend', { ...label, y: 110, color: '#ffffff' }),
      text('far', 'legend', { ...label, y: 400, color: '#ffffff' }),
      text('note', 'annotation', { x: 20, y: 20, color: '#ffffff' }),
    ]
    const all = strays(drawn, { texts, shapes: [arrow] })
    expect(all).toMatchObject({ strayOutside: { pixels: 0 } })
    expect(all?.shapesShare).toBeGreaterThan(0)
    expect(strays(drawn, { texts })?.strayOutside.pixels).toBe(480)
    expect(strays(drawn, { shapes: [arrow] })?.strayOutside.pixels).toBeGreaterThan(1000)
  })
})

describe('texts', () => {
  it('show their colour in their boxes', () => {
    const box = { x: 300, y: 20, width: 60, height: 12 }
    const there = text('there', 'title', { ...box, color: '#0072b2' })
    const gone = text('gone', 'title', { ...box, y: 400, color: '#0072b2' })
    const outside = text('outside', 'title', { ...box, y: 500 })
    const odd = text('odd', 'title', { ...box, color: 'blue' })
    const facts = claiming([], { texts: [there, gone, outside, odd] })
    const letters = blue({ x: 310, y: 22, width: 20, height: 8 })
    expect(measureClaims(paint(letters), facts)?.emptyTexts).toEqual([1])
  })
})

describe('measureClaims', () => {
  it('has nothing to say of figures that were read outside of their process, or that tell no places', () => {
    expect(measureClaims(paint([]), claiming([], { source: 'parsed' }))).toBeNull()
    expect(measureClaims(paint([]), claiming([], { panels: undefined }))).toBeNull()
    expect(seen([], marksAt('point', null))).toBeNull()
    expect(seen([], marksAt('point', DOTS, { panel: 3 }))).toBeNull()
    expect(seen([], marksAt('point', DOTS, { panel: undefined }))).toMatchObject({ bare: 3 })
  })

  it('takes the frame for the background of a panel that marks fill', () => {
    const mark = marksAt('bar', [PANEL], { color: '#0072b2' })
    const facts = claiming([mark], { panels: [{ box: PANEL, x: VIEW, y: VIEW }] })
    expect(measureClaims(paint(blue(PANEL)), facts)?.marks[0]).toMatchObject({ bare: 0, looked: 1 })
    const boxless = claiming([mark], { panels: [{ box: null, x: VIEW, y: VIEW }] })
    expect(measureClaims(paint([]), boxless)?.marks).toEqual([null])
  })
})
