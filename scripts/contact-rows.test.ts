import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createCanvas } from 'canvas'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { projectRoot } from '../config.ts'
import { decodePng } from '../sandbox/png.ts'
import { specOf } from '../test/review/input.ts'
import { contactRows, sheetHtml, sheetPng } from './contact-rows.ts'

let root = ''
const SPECS = [
  { ...specOf('scatter'), plot_id: 'one-plot', title: 'A "first" <plot> & more' },
  { ...specOf('bar'), plot_id: 'no-pictures' },
  { ...specOf('line'), plot_id: 'two-plot' },
]

/** Publishes a picture of one colour. */
async function publish(plotId: string, library: string, color: string): Promise<void> {
  const canvas = createCanvas(160, 90)
  const context = canvas.getContext('2d')
  context.fillStyle = color
  context.fillRect(0, 0, 160, 90)
  const folder = join(root, 'plots', plotId, 'assets')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${library}.png`), canvas.toBuffer('image/png'))
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'contact-'))
  await publish('one-plot', 'matplotlib', '#ff0000')
  await publish('one-plot', 'altair', '#0000ff')
  await publish('two-plot', 'plotly', '#00ff00')
})

afterAll(() => rm(root, { recursive: true, force: true }))

describe('the contact sheet', () => {
  it('has a row for each plot with pictures, and a picture for each library that has one', () => {
    const rows = contactRows(root, SPECS)
    expect(rows.map((row) => [row.plotId, row.pictures.map((picture) => picture.library)])).toEqual([
      ['one-plot', ['matplotlib', 'altair']],
      ['two-plot', ['plotly']],
    ])
  })

  it('shows titles as texts and pictures at their addresses', () => {
    const html = sheetHtml(contactRows(root, SPECS), (path) => path.replace(root, 'a b'))
    expect(html).toContain('A &quot;first&quot; &lt;plot> &amp; more')
    expect(html).toContain('src="a%20b/plots/one-plot/assets/altair.png"')
    expect(html.match(/<figure>/g)?.length).toBe(3)
  })

  it('is one picture with a row per plot and a column per library', async () => {
    const { width, height, data } = decodePng(await sheetPng(contactRows(root, SPECS), projectRoot()))
    expect([width, height]).toEqual([5 * 496 + 16, 2 * 316 + 16])
    const at = (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)]
    expect(at(256, 175)).toEqual([255, 0, 0])
    expect(at(4 * 496 + 256, 175)).toEqual([0, 0, 255])
    expect(at(2 * 496 + 256, 316 + 175)).toEqual([0, 255, 0])
    expect(at(496 + 256, 175)).toEqual([244, 244, 244])
  })
})
