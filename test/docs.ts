import { readFileSync, writeFileSync } from 'node:fs'
import { readmeFile, renderReadme } from './support/readme.ts'

/** Writes the generated part of the README anew. */
writeFileSync(readmeFile, renderReadme(readFileSync(readmeFile, 'utf8')))
