import type { Storage } from '../clients/storage.ts'
import type { Database } from '../db/client.ts'
import { recordArtifact } from '../db/queries/artifact.ts'
import type { ArtifactKind } from '../db/queries/artifact.ts'
import { FigureFacts } from '../domain/review/facts.schema.ts'
import { Spec } from '../domain/plot/plot.schema.ts'
import type { AttemptRef } from '../temporal/contracts/plot.ts'

/** Where artefacts live: bytes in storage, proof in the database. */
export interface Material {
  readonly db: Database
  readonly storage: Storage
}

const decoder = new TextDecoder()

/** The spec that an attempt was given, whatever `spec.yaml` says by now. */
export async function readSpec(
  { storage }: Material,
  ref: Pick<AttemptRef, 'specSha' | 'specVersion'>,
): Promise<Spec> {
  const content: unknown = JSON.parse(decoder.decode(await storage.get(ref.specSha)))
  return Spec.parse({ ...Object(content), version: ref.specVersion })
}

/** An artefact that is text. */
export async function readText({ storage }: Material, sha: string): Promise<string> {
  return decoder.decode(await storage.get(sha))
}

/** The facts of a figure; null when there are none. */
export async function readFacts({ storage }: Material, sha: string | null): Promise<FigureFacts | null> {
  if (sha === null) return null
  return FigureFacts.parse(JSON.parse(decoder.decode(await storage.get(sha))))
}

/** Stores an artefact: bytes first, then the row that says they are there. */
export async function store(
  { db, storage }: Material,
  kind: ArtifactKind,
  bytes: Uint8Array,
): Promise<string> {
  const sha256 = await storage.put(bytes)
  await recordArtifact(db, { sha256, kind, bytes: bytes.byteLength })
  return sha256
}

/** A value that `storeJson` stored; its type is the promise of whoever stored it. */
export async function readJson<Value>(material: Material, sha: string): Promise<Value> {
  return JSON.parse(await readText(material, sha)) as Value
}

/** Stores a value as JSON. */
export async function storeJson(material: Material, kind: ArtifactKind, value: unknown): Promise<string> {
  return store(material, kind, new TextEncoder().encode(JSON.stringify(value)))
}
