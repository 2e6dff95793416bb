import * as pulumi from '@pulumi/pulumi'
import * as random from '@pulumi/random'

/**
 * What CloudFront tells the API and nobody else knows: the API's own address is public, and a
 * request that comes to it directly has passed none of the edge's rules.
 *
 * Raising the generation by one rotates it without a gap: for as long as the distribution takes to
 * change, the API accepts the value before, too.
 */
export class OriginSecret extends pulumi.ComponentResource {
  readonly sent: pulumi.Output<string>
  readonly accepted: pulumi.Output<string>

  constructor(name: string, generation: number, opts?: pulumi.ComponentResourceOptions) {
    super('tenantry:OriginSecret', name, {}, opts)
    if (!Number.isInteger(generation) || generation < 1)
      throw new Error('originSecretGeneration must be a whole number from 1.')
    const valueOf = (of: number) =>
      new random.RandomPassword(`${name}-${of}`, { length: 48, special: false }, { parent: this })
        .result

    this.sent = valueOf(generation)
    this.accepted =
      generation === 1 ? this.sent : pulumi.interpolate`${this.sent} ${valueOf(generation - 1)}`
    this.registerOutputs({})
  }
}
