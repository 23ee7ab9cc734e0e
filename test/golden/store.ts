import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { writeAtomically } from '../../atomic-file.ts'
import { canonicalJson, sha256 } from '../../hash.ts'
import type { Drawing } from './lab.ts'

/** Keeps drawings by what they are made of. */
export interface Store {
  keep(madeOf: object, make: () => Promise<Drawing>): Promise<Drawing>
}

/** Keeps nothing: for sets that are never drawn again. */
export const noStore: Store = { keep: (_, make) => make() }

/** Keeps drawings as files of a folder; `environment` names everything else that decides what is drawn. */
export async function openStore(folder: string, environment: object): Promise<Store> {
  await mkdir(folder, { recursive: true })
  const shared = canonicalJson(environment)
  return {
    async keep(madeOf, make) {
      const path = join(folder, `${sha256(shared + canonicalJson(madeOf))}.json`)
      if (existsSync(path)) return revived(JSON.parse(await readFile(path, 'utf8')))
      const drawing = await make()
      const png = drawing.png && Buffer.from(drawing.png).toString('base64')
      await writeAtomically(path, JSON.stringify({ ...drawing, png }))
      return drawing
    },
  }
}

/** Only this module writes these files, under a name that is the digest of what they are made of. */
function revived(kept: Omit<Drawing, 'png'> & { readonly png: string | null }): Drawing {
  return { ...kept, png: kept.png === null ? null : Buffer.from(kept.png, 'base64') }
}
