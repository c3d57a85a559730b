def simple_coroutine():
    print('-> coroutine started')
    x = yield
    print('-> coroutine received:', x)


coro = simple_coroutine()
next(coro)
try:
    coro.send(42)
except StopIteration:
    print('StopIteration')
