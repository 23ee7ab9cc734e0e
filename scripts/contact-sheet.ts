import { mkdir } from 'node:fs/promises'
import { join, relative } from 'node:path'

import { writeAtomically } from '../atomic-file.ts'
import { createCatalogue } from '../clients/catalogue.ts'
import { loadConfig, projectRoot } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { contactRows, sheetHtml, sheetPng } from './contact-rows.ts'
import { runMain } from './run-main.ts'

/** Body of `make contact-sheet`: all published pictures on one page, as HTML and as one PNG. */
async function main(): Promise<number> {
  const root = projectRoot()
  const catalogue = createCatalogue({ root })
  const specs = await Promise.all((await catalogue.listPlotIds()).map((plotId) => catalogue.loadSpec(plotId)))
  const rows = contactRows(
    root,
    specs.map(({ spec }) => spec),
  )
  if (rows.length === 0) throw new AppError('not_found', 'no picture is published: `make plot` draws some')
  const folder = loadConfig().home
  const [page, picture] = [join(folder, 'contact-sheet.html'), join(folder, 'contact-sheet.png')]
  await mkdir(folder, { recursive: true })
  await writeAtomically(
    page,
    sheetHtml(rows, (path) => relative(folder, path)),
  )
  await writeAtomically(picture, await sheetPng(rows, root))
  process.stdout.write(`${page}\n${picture}\n`)
  return 0
}

await runMain(main)
