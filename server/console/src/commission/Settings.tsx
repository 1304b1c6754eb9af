import { App, Button, Form, InputNumber, Segmented } from 'antd';
import { type In, useApi, useSend } from '../api';
import { useCan } from '../app/session';
import { Bones } from '../ui/Bones';
import { Card, Failed, Trouble } from '../ui/pieces';

type Wish = In<'commission', 'saveSettings'>;

/** How orders are attributed, and when commission becomes available. */
export const Settings = () => {
  const can = useCan();
  const { message } = App.useApp();
  const settings = useApi('commission', 'settings', {});
  const save = useSend('commission', 'saveSettings', {
    then: () => void message.info('存好了，从现在起付款的订单按新规则'),
  });
  if (settings.isPending) return <Bones />;
  if (settings.error) return <Failed failure={settings.error} retry={() => void settings.refetch()} />;
  return (
    <Card title="归因规则" sub="改了只影响之后判定的订单；已经判定的照旧。">
      <Form<Wish>
        layout="vertical"
        requiredMark={false}
        initialValues={settings.data}
        disabled={!can('commission.write')}
        onFinish={(wish) => save.mutate(wish)}
        style={{ maxWidth: 460 }}
      >
        <Form.Item
          name="windowDays"
          label="打开链接后多少天内付款算数"
          rules={[{ required: true, message: '写上天数' }]}
        >
          <InputNumber min={1} max={90} precision={0} suffix="天" />
        </Form.Item>
        <Form.Item name="touch" label="打开过好几个人的链接，算谁的">
          <Segmented
            options={[
              { value: 'last', label: '最后一次' },
              { value: 'first', label: '第一次' },
            ]}
          />
        </Form.Item>
        <Form.Item name="ownPurchase" label="KOC 自己买">
          <Segmented
            options={[
              { value: 'refuse', label: '不算佣金' },
              { value: 'allow', label: '也算' },
            ]}
          />
        </Form.Item>
        <Form.Item name="staff" label="员工">
          <Segmented
            options={[
              { value: 'exclude', label: '不参与分佣' },
              { value: 'allow', label: '可以参与' },
            ]}
          />
        </Form.Item>
        <Form.Item name="levels" label="分几级（最多两级）">
          <Segmented
            options={[
              { value: 1, label: '只给成交的 KOC' },
              { value: 2, label: '也分给带 TA 的人' },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="secondSharePercent"
          label="上级从这份佣金里分多少（最多 30%）"
          rules={[{ required: true, message: '写上百分之几' }]}
        >
          <InputNumber min={0} max={30} precision={0} suffix="%" />
        </Form.Item>
        <Form.Item
          name="afterSaleDays"
          label="发货（不知道就从付款）后多少天到账"
          rules={[{ required: true, message: '写上天数' }]}
        >
          <InputNumber min={0} max={90} precision={0} suffix="天" />
        </Form.Item>
        <Trouble failure={save.error} />
        {can('commission.write') && (
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            存好
          </Button>
        )}
      </Form>
    </Card>
  );
};
