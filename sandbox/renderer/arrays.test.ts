import { gzipSync } from 'node:zlib'

import { describe, expect, it } from 'vitest'

import { bokehArray, plotlyArray } from './arrays.ts'

const base64 = (array: ArrayBufferView<ArrayBuffer>) =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64')

describe('plotlyArray', () => {
  it.each([
    ['i1', new Int8Array([-1, 2])],
    ['u1', new Uint8Array([1, 255])],
    ['i2', new Int16Array([-300, 300])],
    ['u2', new Uint16Array([65535, 1])],
    ['i4', new Int32Array([-70000, 1])],
    ['u4', new Uint32Array([4294967295, 0])],
    ['f8', new Float64Array([0.1, -2.5])],
    ['f4', new Float32Array([0.5, -2])],
  ])('unpacks %s', (dtype, array) => {
    expect(plotlyArray({ dtype, bdata: base64(array) })).toEqual([...array])
  })

  it('leaves plain lists as they are and takes anything else for nothing', () => {
    expect(plotlyArray([1, 'a', null])).toEqual([1, 'a', null])
    expect(plotlyArray({ dtype: 'f16', bdata: 'AAAA' })).toEqual([])
    expect(plotlyArray({ dtype: 5, bdata: 'AAAA' })).toEqual([])
    expect(plotlyArray('text')).toEqual([])
  })
})

describe('bokehArray', () => {
  it('unpacks raw and compressed bytes of all element types', () => {
    const numbers = new Float64Array([1.5, -2])
    const compressed = gzipSync(new Uint8Array(numbers.buffer)).toString('base64')
    const array = (data: unknown, dtype: string) => ({ type: 'ndarray', array: data, dtype, shape: [2] })
    expect(bokehArray(array({ type: 'bytes', data: compressed }, 'float64'))).toEqual([1.5, -2])
    expect(bokehArray(array({ type: 'bytes', data: base64(numbers) }, 'float64'))).toEqual([1.5, -2])
    expect(bokehArray(array(base64(new BigInt64Array([-5n, 7n])), 'int64'))).toEqual([-5, 7])
    expect(bokehArray(array(base64(new BigUint64Array([5n])), 'uint64'))).toEqual([5])
    expect(bokehArray(array(base64(new Uint8Array([1, 0])), 'bool'))).toEqual([true, false])
    expect(bokehArray(array(['a', 'b'], 'object'))).toEqual(['a', 'b'])
  })

  it('turns written-out numbers that are none into nothing', () => {
    expect(bokehArray([1, { type: 'number', value: 'nan' }, 'a'])).toEqual([1, null, 'a'])
    expect(bokehArray({ type: 'map' })).toEqual([])
  })

  it('refuses bytes that grow without end', () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024)).toString('base64')
    expect(() => bokehArray({ type: 'ndarray', array: bomb, dtype: 'uint8' })).toThrow(/larger than/)
  })
})
