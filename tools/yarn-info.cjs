// `yarn info` is a command of Yarn's own, about packages, and comes before any script. With --env it
// is ours.
module.exports = {
  name: 'info',
  factory(require) {
    const { BaseCommand } = require('@yarnpkg/cli')
    const { Option } = require('clipanion')

    class Info extends BaseCommand {
      static paths = [['info']]
      env = Option.String('--env', { required: true })

      execute() {
        return this.cli.run(['run', 'info', `--env=${this.env}`])
      }
    }
    return { commands: [Info] }
  },
}
