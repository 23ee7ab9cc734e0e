import { describe, expect, it } from 'vitest'

import { fileForPython, pythonTag } from './matrix.ts'

describe('fileForPython', () => {
  it('takes the common file when the syntax is the same everywhere', () => {
    expect(fileForPython(['plot.py'], '3.11')).toBe('plot.py')
  })

  it('takes the file beside it for the version that has its own', () => {
    expect(fileForPython(['plot.py', 'plot_py310.py'], '3.10')).toBe('plot_py310.py')
    expect(fileForPython(['plot.py', 'plot_py310.py'], '3.11')).toBe('plot.py')
  })

  it('takes the separate implementation before both', () => {
    expect(fileForPython(['plot.py', 'plot_py310.py', 'py310/plot.py'], '3.10')).toBe('py310/plot.py')
  })

  it('says when no file serves a Python', () => {
    expect(fileForPython(['plot_py310.py'], '3.13')).toBeNull()
  })
})

describe('pythonTag', () => {
  it('drops the dot', () => {
    expect(pythonTag('3.13')).toBe('py313')
  })
})
