import { Button, Select } from 'antd';
import { useState } from 'react';
import { useApi } from '../api';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { Bones } from '../ui/Bones';
import { Blank, Card, Failed, Notice, Pill } from '../ui/pieces';
import { useGo, useParam, useStill } from '../ui/use';
import { useGroups } from '../groups/known';
import { Crowd } from './Crowd';
import { NewRoom } from './NewRoom';
import { Room } from './Room';
import { useLine } from './socket';
import type { RoomLine } from './lines';
import { Why } from './Why';
import './simulator.scss';

const FIRST_ROOMS = 2;

/** The rooms that are open: in the address, so that a set of rooms can be kept and sent on. */
const useOpenRooms = (known: string[]) => {
  const [kept, setKept] = useParam('rooms');
  const open = kept === '' ? known.slice(0, FIRST_ROOMS) : kept.split(',').filter((id) => id !== 'none');
  return { open, setOpen: (ids: string[]) => setKept(ids.length === 0 ? 'none' : ids.join(',')) };
};

/** Groups to try everything in without WeChat: several rooms, any voice, a crowd, and “why?” on every message. */
export const Simulator = () => {
  const [q, setQ] = useState('');
  const asked = useStill(q, 200);
  const all = useApi('groups', 'list', { limit: 100 }, { everyMs: 10_000 });
  const found = useApi('groups', 'list', { limit: 30, q: asked }, { enabled: asked !== '', keep: true });
  const rooms = (all.data?.items ?? []).filter(({ channel }) => channel === 'simulator');
  const more = (found.data?.items ?? []).filter(
    (one) => one.channel === 'simulator' && !rooms.some(({ id }) => id === one.id),
  );
  const go = useGo();
  const can = useCan();
  const activities = useApi('activities', 'list', { limit: 1 }, { enabled: can('activities.write') });
  const { open, setOpen } = useOpenRooms(rooms.map(({ id }) => id));
  const listed = [...rooms, ...more];
  // A link may name rooms beyond the first page of the list.
  const linked = useGroups(all.data ? open.filter((id) => !listed.some((one) => one.id === id)) : []);
  const known = [...listed, ...linked.filter(({ channel }) => channel === 'simulator')];
  const line = useLine(open);
  const [making, setMaking] = useState(false);
  const [crowd, setCrowd] = useState(false);
  const [asking, setAsking] = useState<RoomLine>();
  const shown = open.flatMap((id) => known.find((one) => one.id === id) ?? []);
  return (
    <Page
      title="模拟器"
      state={
        shown.length > 0 && (
          <Pill tone={line.state === 'live' ? 'good' : 'care'}>
            {/* As short while it connects as when it is there: beside a longer word a phone's head takes two rows. */}
            {{ live: '实时', waiting: '连接中', refused: '你的账号现在不能用模拟器' }[line.state]}
          </Pill>
        )
      }
      acts={
        <>
          <Button onClick={() => setMaking(true)}>新建群</Button>
          <Button type="primary" disabled={shown.length === 0} onClick={() => setCrowd(true)}>
            来一群人
          </Button>
        </>
      }
    >
      <div className="filters">
        <Select
          mode="multiple"
          aria-label="打开哪些群"
          placeholder="打开哪些群"
          style={{ minWidth: 320, maxWidth: '100%' }}
          value={shown.map(({ id }) => id)}
          onChange={setOpen}
          showSearch={{ filterOption: false, onSearch: setQ }}
          // What is known follows each letter: a list that changes a moment later moves under the finger.
          options={known
            .filter(({ name }) => name.includes(q))
            .map(({ id, name, memberCount }) => ({ value: id, label: `${name}（${memberCount} 人）` }))}
        />
        <span className="quiet">点任何一条消息，看它为什么这样处理。</span>
      </div>
      {all.isPending && <Bones />}
      {all.error && !all.data && <Failed failure={all.error} retry={() => void all.refetch()} />}
      {all.data && shown.length === 0 && (
        <Card>
          <Blank
            title="没有打开的群"
            action={<Button onClick={() => setMaking(true)}>新建一个模拟群</Button>}
          >
            在上面选一个群，或者新建一个，里面的人由你来扮演。
          </Blank>
        </Card>
      )}
      {shown.length > 0 && activities.data?.items.length === 0 && (
        <div style={{ marginBottom: 14 }}>
          <Notice
            tone="info"
            action={
              <Button size="small" type="primary" onClick={() => go('/activities/new')}>
                建第一个活动
              </Button>
            }
          >
            群有了。再建一个活动，群里扣 1 才有回应。
          </Notice>
        </div>
      )}
      {/* Not before there is one: an empty place for them would jump when what loads makes room. */}
      {shown.length > 0 && (
        <div className={`rooms ${asking || crowd ? 'beside' : ''}`}>
          {shown.map((room) => (
            <Room
              key={room.id}
              room={room}
              line={line}
              pickedId={asking?.message.id}
              onPick={setAsking}
              onClose={() => setOpen(open.filter((id) => id !== room.id))}
            />
          ))}
        </div>
      )}
      <Crowd rooms={shown} open={crowd} onClose={() => setCrowd(false)} />
      <NewRoom
        open={making}
        onClose={() => setMaking(false)}
        onMade={(groupId) => {
          setMaking(false);
          setOpen([...open, groupId]);
        }}
      />
      <Why of={asking} onClose={() => setAsking(undefined)} />
    </Page>
  );
};
