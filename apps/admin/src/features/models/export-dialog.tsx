import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Model } from '../../lib/content-models.ts'
import { useContent } from '../../lib/content.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { toast } from '../../ui/toast.ts'
import { exportModels } from './queries.ts'

interface ExportDialogProps {
  opened: boolean
  models: Model[]
  onClose: () => void
}

/** Saves models as a file that another tenant, locale or installation imports. */
export function ExportDialog({ opened, models, onClose }: ExportDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Export models">
      <ExportForm models={models} onClose={onClose} />
    </Modal>
  )
}

function ExportForm({ models, onClose }: Omit<ExportDialogProps, 'opened'>) {
  const content = useContent()
  const [chosen, setChosen] = useState(models.map(({ modelId }) => modelId))
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => exportModels(content, chosen),
    onSuccess: (text) => {
      save(text, `models-${content.locale}.json`)
      toast(`${chosen.length === 1 ? 'One model was' : `${chosen.length} models were`} exported.`)
      onClose()
    },
  })
  return (
    <Stack gap={16}>
      <Text c="dimmed">The file holds the models with their groups, and no entries.</Text>
      {error && <ErrorNote title="The models were not exported" error={error} />}
      <Checkbox.Group label="Models" value={chosen} onChange={setChosen}>
        <Stack gap={8} mt={8}>
          {models.map(({ modelId, name }) => (
            <Checkbox key={modelId} value={modelId} label={name} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={isPending} disabled={chosen.length === 0} onClick={() => mutate()}>
          Export
        </Button>
      </Group>
    </Stack>
  )
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
