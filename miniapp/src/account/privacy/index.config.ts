export default definePageConfig({ navigationBarTitleText: '怎么对待你的数据' });
