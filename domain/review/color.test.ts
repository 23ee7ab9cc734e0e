import { describe, expect, it } from 'vitest'

import { blend, ciede2000, contrast, hexOf, luminance, parseHex, smallestDistance } from './color.ts'
import type { Rgb } from './color.ts'

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]

describe('parseHex', () => {
  it('reads three and six digits', () => {
    expect(parseHex('#0f8')).toEqual([0, 255, 136])
    expect(parseHex(' #0072B2')).toEqual([0, 114, 178])
    expect(parseHex('red')).toBeNull()
    expect(parseHex('#12345')).toBeNull()
    expect(hexOf([0, 114.4, 178])).toBe('#0072b2')
  })
})

describe('contrast', () => {
  it('is 21 between black and white and 1 between equals', () => {
    expect(contrast(BLACK, WHITE)).toBeCloseTo(21)
    expect(contrast(WHITE, BLACK)).toBeCloseTo(21)
    expect(contrast(WHITE, WHITE)).toBe(1)
    expect(contrast([119, 119, 119], WHITE)).toBeCloseTo(4.48, 2)
  })
})

describe('blend', () => {
  it('mixes a see-through colour with what is behind it', () => {
    expect(blend(BLACK, WHITE, 0.5)).toEqual([127.5, 127.5, 127.5])
    expect(luminance(blend(BLACK, WHITE, 1))).toBe(0)
  })
})

describe('ciede2000', () => {
  // Pairs from the supplementary data of Sharma, Wu & Dalal 2005.
  it.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
    [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[50, 2.5, 0], [56, -27, -3], 31.903],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as [Rgb, Rgb, number][])('gives the published distance of %j and %j', (a, b, distance) => {
    expect(ciede2000(a, b)).toBeCloseTo(distance, 4)
    expect(ciede2000(b, a)).toBeCloseTo(distance, 4)
  })
})

describe('smallestDistance', () => {
  it('finds that red and green are the same to deuteranopes', () => {
    const { distance, vision } = smallestDistance([200, 100, 0], [110, 140, 0])
    expect(distance).toBeLessThan(10)
    expect(['deuteranopia', 'protanopia']).toContain(vision)
  })

  it('tells nearly black colours apart by little', () => {
    expect(smallestDistance([0, 0, 0], [4, 4, 4]).distance).toBeLessThan(2)
  })

  it('finds blue and vermilion far apart for everyone', () => {
    expect(smallestDistance([0, 114, 178], [213, 94, 0]).distance).toBeGreaterThan(30)
  })
})
