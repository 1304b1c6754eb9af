import { App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { type Out, useApi, useSend } from '../api';
import { useCan } from '../app/session';
import { DataTable } from '../ui/DataTable';
import { Bones } from '../ui/Bones';
import { Card, Failed, Tag } from '../ui/pieces';
import { FormModal } from '../ui/FormModal';
import { useGo } from '../ui/use';

type Unit = Out<'org', 'units'>['items'][number];
const KINDS: Record<Unit['kind'], string> = { hq: '总部', region: '大区', store: '门店', partner: '伙伴' };

/** The tree as rows in its own order, each knowing how deep it stands. */
const asTree = (units: Unit[]): { unit: Unit; depth: number }[] => {
  const below = (parentId: string | undefined, depth: number): { unit: Unit; depth: number }[] =>
    units
      .filter((unit) => unit.parentId === parentId)
      .flatMap((unit) => [{ unit, depth }, ...below(unit.id, depth + 1)]);
  const ids = new Set(units.map(({ id }) => id));
  // Those who see one branch only get no root: their topmost units stand in for it.
  return units
    .filter(({ parentId }) => parentId === undefined || !ids.has(parentId))
    .flatMap((unit) => [{ unit, depth: 0 }, ...below(unit.id, 1)]);
};

interface Wish {
  name: string;
  kind: 'region' | 'store' | 'partner';
  parentId: string;
}

const AddUnit = ({ units, open, onClose }: { units: Unit[]; open: boolean; onClose: () => void }) => {
  const { message } = App.useApp();
  const create = useSend('org', 'createUnit', {
    then: ({ name }) => {
      void message.info(`加上了「${name}」`);
      onClose();
    },
  });
  return (
    <FormModal<Wish>
      title="加一个门店或大区"
      open={open}
      ok="加上"
      cancel="先不加"
      initial={{ kind: 'store', parentId: asTree(units)[0]?.unit.id }}
      busy={create.isPending}
      failure={create.error}
      onClose={onClose}
      onFinish={(wish) => create.mutate(wish)}
    >
      <Form.Item name="name" label="名字" rules={[{ required: true, max: 60, message: '起个名字' }]}>
        <Input />
      </Form.Item>
      <Form.Item name="kind" label="是什么">
        <Select
          options={(['region', 'store', 'partner'] as const).map((value) => ({
            value,
            label: KINDS[value],
          }))}
        />
      </Form.Item>
      <Form.Item name="parentId" label="归谁管" rules={[{ required: true, message: '选上级' }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={units.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </FormModal>
  );
};

/** The org tree, with how many groups each unit has. */
export const Units = () => {
  const go = useGo();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const units = useApi('org', 'units', {});
  if (units.isPending) return <Bones />;
  if (units.error) return <Failed failure={units.error} retry={() => void units.refetch()} />;
  return (
    <Card
      title="门店与大区"
      sub={`一共 ${units.data.items.length} 个`}
      extra={
        can('org.write') && (
          <Button type="primary" onClick={() => setAdding(true)}>
            加一个
          </Button>
        )
      }
    >
      <DataTable
        label="门店与大区"
        rows={asTree(units.data.items)}
        keyOf={({ unit }) => unit.id}
        onOpen={({ unit }) => go(`/groups?unit=${unit.id}`)}
        columns={[
          {
            head: '名字',
            cell: ({ unit, depth }) => (
              <span style={{ paddingLeft: depth * 22 }}>
                <strong>{unit.name}</strong>
              </span>
            ),
          },
          { head: '是什么', cell: ({ unit }) => <Tag>{KINDS[unit.kind]}</Tag> },
          { head: '群', cell: ({ unit }) => `${unit.groups} 个`, end: true },
        ]}
      />
      <AddUnit units={units.data.items} open={adding} onClose={() => setAdding(false)} />
    </Card>
  );
};
