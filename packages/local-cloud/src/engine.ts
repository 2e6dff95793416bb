import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import * as grpc from '@grpc/grpc-js'
import engineService from '@pulumi/pulumi/proto/engine_grpc_pb.js'
import engine from '@pulumi/pulumi/proto/engine_pb.js'
import monitorService from '@pulumi/pulumi/proto/resource_grpc_pb.js'
import monitor from '@pulumi/pulumi/proto/resource_pb.js'
import empty from 'google-protobuf/google/protobuf/empty_pb.js'
import struct from 'google-protobuf/google/protobuf/struct_pb.js'
import { outputsOf } from './computed.ts'
import type { Graph, Properties, Resource } from './graph.ts'
import { COMPILE_CACHE } from './paths.ts'
import { findUndefined, plain, secret, secretsIn } from './property-values.ts'
import { StartError } from './start-error.ts'

export interface ProgramOptions {
  /** The path of the program's entry file. */
  program: string
  project: string
  stack: string
  /** As `pulumi preview`: nothing exists yet, and what the cloud computes is unknown. */
  dryRun?: boolean
  /** By full key, for example `tenantry:oktaIssuer`. */
  config?: Readonly<Record<string, string>>
  signal?: AbortSignal
}

/** What a program has told its engine. */
interface Recording {
  resources: Resource[]
  outputs: Properties
  errors: string[]
}

const EXECUTOR = createRequire(import.meta.url).resolve('@pulumi/pulumi/cmd/run')
// Pulumi notes where each promise was made: with whole traces that is most of the time of a run.
const FLAGS = ['--stack-trace-limit=1']
/** Without its engine the executor would try to reach it for ever. */
const DIE_WITH_ENGINE =
  'data:text/javascript,process.on("disconnect",()=>process.exit(1)).channel.unref()'
const FEATURES = ['secrets', 'resourceReferences', 'aliasSpecs', 'deletedWith']
const STACK = 'pulumi:pulumi:Stack'

/**
 * Runs a Pulumi program in Pulumi's own Node executor, with this process in the place of the engine,
 * and gives all that the program registered, with its options and dependencies.
 *
 * @throws {StartError} when the program fails, registers a name twice, asks a data source, or makes
 * an input of an output that nobody computes; the message is the program's own.
 */
export async function runProgram(options: ProgramOptions): Promise<Graph> {
  const recording: Recording = { resources: [], outputs: {}, errors: [] }
  const server = new grpc.Server()
  server.addService(monitorService.ResourceMonitorService, monitorOf(recording, options))
  server.addService(engineService.EngineService, engineOf(recording))
  const address = await listen(server)
  try {
    const { code, printed } = await execute(options, address)
    const [reason] = [...recording.errors, ...(code === 0 ? [] : [printed || `exit code ${code}`])]
    if (reason !== undefined) throw new StartError(`The infrastructure program failed: ${reason}`)
    return { resources: recording.resources, outputs: recording.outputs }
  } finally {
    server.forceShutdown()
  }
}

function monitorOf(recording: Recording, options: ProgramOptions) {
  const ignored = (_: unknown, answer: grpc.sendUnaryData<empty.Empty>) =>
    answer(null, new empty.Empty())
  const refuse = (reason: string, answer: grpc.sendUnaryData<never>) => {
    recording.errors.push(reason)
    answer({ code: grpc.status.INVALID_ARGUMENT, details: reason })
  }
  return {
    supportsFeature({ request }, answer) {
      const known = FEATURES.includes(request.getId())
      answer(null, new monitor.SupportsFeatureResponse().setHassupport(known))
    },
    registerResource({ request }, answer) {
      const declared = read(request, options)
      const problem = problemOf(declared, recording)
      if (problem !== undefined) return refuse(problem, answer)
      recording.resources.push(declared)
      answer(null, registered(declared, request, options))
    },
    registerResourceOutputs({ request }, answer) {
      if (request.getUrn().includes(`::${STACK}::`))
        recording.outputs = plainProperties(propertiesOf(request.getOutputs()))
      ignored(request, answer)
    },
    invoke({ request }, answer) {
      refuse(`it asks the data source ${request.getTok()}: pass it in as configuration.`, answer)
    },
    readResource({ request }, answer) {
      refuse(`it reads ${request.getName()} (${request.getType()}), which it did not make.`, answer)
    },
    registerPackage(_, answer) {
      answer(null, new monitor.RegisterPackageResponse().setRef('package'))
    },
    registerStackTransform: ignored,
    registerStackInvokeTransform: ignored,
    registerResourceHook: ignored,
    registerErrorHook: ignored,
    signalAndWaitForShutdown: ignored,
  } satisfies Partial<monitorService.IResourceMonitorServer>
}

function engineOf(recording: Recording) {
  let root = ''
  return {
    log({ request }, answer) {
      if (request.getSeverity() === engine.LogSeverity.ERROR)
        recording.errors.push(reasonIn(request.getMessage()))
      answer(null, new empty.Empty())
    },
    getRootResource(_, answer) {
      answer(null, new engine.GetRootResourceResponse().setUrn(root))
    },
    setRootResource({ request }, answer) {
      root = request.getUrn()
      answer(null, new engine.SetRootResourceResponse())
    },
  } satisfies Partial<engineService.IEngineServer>
}

function read(request: monitor.RegisterResourceRequest, options: ProgramOptions): Resource {
  const type = request.getType()
  const name = request.getName()
  const parent = request.getParent()
  const inputs = propertiesOf(request.getObject())
  const physicalName = `${options.project}-${options.stack}-${name}`
  const lineage = parent && !parent.includes(`::${STACK}::`) ? `${parent.split('::')[2]}$` : ''
  return {
    urn: `urn:pulumi:${options.stack}::${options.project}::${lineage}${type}::${name}`,
    type,
    name,
    id: physicalName,
    custom: request.getCustom(),
    parent,
    provider: request.getProvider(),
    inputs: plainProperties(inputs),
    outputs: outputsOf(type, { name: physicalName, inputs: plainProperties(inputs) }),
    secrets: secretsIn(inputs),
    dependsOn: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(
      [...request.getPropertydependenciesMap().entries()]
        .map(([property, on]) => [property, on.getUrnsList()] as const)
        .filter(([, urns]) => urns.length > 0),
    ),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
  }
}

function problemOf({ urn, name, inputs }: Resource, { resources }: Recording) {
  if (resources.some((it) => it.urn === urn)) return `it registers ${name} twice (${urn}).`
  const property = findUndefined(inputs)
  return property === undefined
    ? undefined
    : `"${property}" of ${name} is made of an output that computed.ts does not know.`
}

/** The answer to the program: in a preview without what only exists once the resource does. */
function registered(
  { urn, id, outputs }: Resource,
  request: monitor.RegisterResourceRequest,
  { dryRun }: ProgramOptions,
) {
  const response = new monitor.RegisterResourceResponse().setUrn(urn)
  if (!request.getCustom()) return response
  const declared = propertiesOf(request.getObject())
  const made = dryRun ? {} : outputs
  const hidden = request
    .getAdditionalsecretoutputsList()
    .filter((name) => name in made)
    .map((name) => [name, secret(made[name])])
  const object = { ...made, ...declared, ...Object.fromEntries(hidden) }
  return response.setId(dryRun ? '' : id).setObject(struct.Struct.fromJavaScript(object))
}

function listen(server: grpc.Server): Promise<string> {
  return new Promise((found, failed) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? failed(error) : found(`127.0.0.1:${port}`),
    )
  })
}

async function execute(options: ProgramOptions, address: string) {
  const { program, project, stack, dryRun, config = {}, signal } = options
  const flags = { monitor: address, engine: address, project, stack, pwd: dirname(program) }
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn(
    process.execPath,
    [
      ...FLAGS,
      `--import=${DIE_WITH_ENGINE}`,
      EXECUTOR,
      ...args,
      ...(dryRun ? ['--dry-run'] : []),
      resolve(program),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      signal,
      // Nothing of the developer's own environment: a program reads its configuration and no more.
      env: {
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_NODEJS_TYPESCRIPT: 'false',
        NODE_COMPILE_CACHE: COMPILE_CACHE,
      },
    },
  )
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (printed += chunk))
  const [code] = await once(child, 'close')
  return { code: Number(code), printed: printed.trim() }
}

const propertiesOf = (object: struct.Struct | undefined): Properties => object?.toJavaScript() ?? {}

const plainProperties = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, plain(value)]))

/** What the executor says of a thrown error, without its preamble and Pulumi's own frames. */
const reasonIn = (message: string): string =>
  message
    .replace(/^Running program '.*' failed with an unhandled exception:\n/, '')
    .replace(/^<ref \*\d+> /, '')
    .replace(/\n\s+at .*node_modules.*/g, '')
    .trim()
