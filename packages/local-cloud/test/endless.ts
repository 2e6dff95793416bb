import { writeFileSync } from 'node:fs'
import * as pulumi from '@pulumi/pulumi'

// A program that never ends by itself; it tells who it is, so that a test can see that it is gone.
writeFileSync(new pulumi.Config().require('pidFile'), String(process.pid))
setInterval(() => {}, 1000)
await new Promise(() => {})
