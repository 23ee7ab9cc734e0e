import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { createCanvas, GlobalFonts, loadImage } from 'canvas'

import { Library } from '../domain/plot/plot.schema.ts'
import type { Spec } from '../domain/plot/plot.schema.ts'
import { fontFiles } from '../sandbox/environments.ts'

/** The published pictures of one plot, in the order of the libraries. */
export interface ContactRow {
  readonly plotId: string
  readonly title: string
  readonly pictures: readonly { readonly library: Library; readonly path: string }[]
}

/** Sizes in pixels of the one picture that shows all. */
const CELL = { width: 480, height: 270 }
const GAP = 16
const WORDS = 30
const FAMILY = 'Contact Sheet'

/** A row for each plot of which at least one picture is published. */
export function contactRows(root: string, specs: readonly Spec[]): readonly ContactRow[] {
  const rows = specs.map(({ plot_id: plotId, title }) => ({
    plotId,
    title,
    pictures: Library.options.flatMap((library) => {
      const path = join(root, 'plots', plotId, 'assets', `${library}.png`)
      return existsSync(path) ? [{ library, path }] : []
    }),
  }))
  return rows.filter((row) => row.pictures.length > 0)
}

/** A page that shows the pictures where they lie; `sourceOf` turns a path into an address. */
export function sheetHtml(rows: readonly ContactRow[], sourceOf: (path: string) => string): string {
  const sections = rows.map(({ plotId, title, pictures }) => {
    const figures = pictures.map(({ library, path }) => {
      const picture = `<img loading="lazy" src="${escaped(encodeURI(sourceOf(path)))}" alt="${escaped(title)}">`
      return `<figure>${picture}<figcaption>${library}</figcaption></figure>`
    })
    const heading = `<h2>${escaped(title)} <small>${escaped(plotId)}</small></h2>`
    return `<section>${heading}<div>${figures.join('')}</div></section>`
  })
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Contact sheet</title>
<style>
body { font: 14px/1.4 sans-serif; margin: 24px; color: #1f1f1f; background: #f4f4f4 }
h2 { font-size: 16px; margin: 24px 0 8px } small { color: #595959; font-weight: normal }
div { display: grid; grid-template-columns: repeat(${Library.options.length}, 1fr); gap: 12px }
figure { margin: 0 } img { width: 100%; display: block } figcaption { color: #595959; padding-top: 4px }
</style>
${sections.join('\n')}
</html>
`
}

/** The pictures as one PNG: a row per plot, a column per library. */
export async function sheetPng(rows: readonly ContactRow[], root: string): Promise<Uint8Array> {
  for (const path of fontFiles(root)) GlobalFonts.registerFromPath(path, FAMILY)
  const height = CELL.height + WORDS + GAP
  const canvas = createCanvas((CELL.width + GAP) * Library.options.length + GAP, height * rows.length + GAP)
  const context = canvas.getContext('2d')
  context.fillStyle = '#f4f4f4'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.font = `15px "${FAMILY}"`
  const drawn = rows.flatMap((row, at) =>
    row.pictures.map(async ({ library, path }) => {
      const x = GAP + (CELL.width + GAP) * Library.options.indexOf(library)
      const y = GAP + height * at
      const image = await loadImage(path)
      context.fillStyle = '#1f1f1f'
      context.fillText(`${row.plotId} · ${library}`, x, y + WORDS / 2)
      context.drawImage(image, x, y + WORDS - 6, CELL.width, CELL.height)
    }),
  )
  await Promise.all(drawn)
  return new Uint8Array(canvas.toBuffer('image/png'))
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
