import { describe, expect, it } from 'vitest'

import { onWhite, parseColor } from './colors.ts'

describe('parseColor', () => {
  it.each([
    ['#0072B2', '#0072b2', 1],
    ['#fff', '#ffffff', 1],
    ['#0072b280', '#0072b2', 128 / 255],
    ['#f008', '#ff0000', 136 / 255],
    ['navy', '#000080', 1],
    [' RebeccaPurple ', '#663399', 1],
    ['yellowgreen', '#9acd32', 1],
    ['aliceblue', '#f0f8ff', 1],
    ['rgb(42, 63, 95)', '#2a3f5f', 1],
    ['rgba(0,114,178,0.5)', '#0072b2', 0.5],
    ['rgb(0 114 178 / 50%)', '#0072b2', 0.5],
    ['rgb(100%, 0%, 50%)', '#ff0080', 1],
    ['hsl(120, 100%, 50%)', '#00ff00', 1],
    ['hsl(-120, 100%, 25%)', '#000080', 1],
    ['transparent', '#ffffff', 0],
  ])('reads %s', (text, hex, alpha) => {
    expect(parseColor(text)).toEqual({ hex, alpha })
  })

  it.each([null, 12, '', '#12', '#ggg', 'no-color', 'rgb(1, 2)', 'rgb(a, b, c)', 'url(#x)', 'x'.repeat(200)])(
    'refuses %s',
    (value) => {
      expect(parseColor(value)).toBeNull()
    },
  )
})

describe('onWhite', () => {
  it('blends what is seen through with white', () => {
    expect(onWhite({ hex: '#000000', alpha: 0.5 })).toBe('#808080')
    expect(onWhite({ hex: '#0072b2', alpha: 1 }, 0)).toBe('#ffffff')
    expect(onWhite({ hex: '#0072b2', alpha: 1 })).toBe('#0072b2')
  })
})
